"""Saved views of the list: saved, opened, shared, changed, deleted and brought back; less usual filters as chips."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.rooms.pages import SCRIPT, As, as_
from tests.world import World
from voronka.actions import cycle, passport, saved_views
from voronka.core.problems import Invalid, Stale
from voronka.queries import saved_views as queries
from voronka.store.models import SavedView

__all__ = ["as_"]
PATH = "/cycle/list"
OWN = (Path(__file__).parent.parent / "samples/own_fields.yaml").read_text(encoding="utf-8")


def text(page: Any) -> str:
    return str(page.content.decode()).replace("\u00a0", " ")


def keys(said: str) -> set[int]:
    return {int(one) for one in re.findall(r'<tr id="deal-(\d+)"', said)}


def chips(said: str) -> dict[str, str]:
    """What the chips say, and where each leads."""
    found = re.findall(r'<a class="chip" href="([^"]+)"><span[^>]*>[^<]*</span>(.*?)<svg', said)
    return {words: address.replace("&amp;", "&") for address, words in found}


def save(browser: Client, words: str, name: str, **more: str) -> str:
    """Save the list of this address; where the view is."""
    answer = browser.post(f"{PATH}/views/new?{words}", {"name": name, **more}, **SCRIPT)
    assert answer.status_code == 204, text(answer)
    return answer["HX-Redirect"]


def test_a_view_keeps_columns_order_and_filters_and_opens_by_its_number(world: World, as_: As) -> None:
    world.deal(amount=300_00)
    manager = as_("manager")
    words = "stage=brief&sort=-agreed&columns=client,agreed&owner=me"
    place = save(manager, words, "Крупные")
    view = SavedView.objects.get()
    assert place == f"{PATH}?view={view.pk}&columns=client%2Cagreed&owner=me&sort=-agreed&stage=brief"
    opened = manager.get(f"{PATH}?view={view.pk}")
    assert opened["Location"] == place
    said = text(manager.get(place))
    assert "Крупные" in said and 'aria-sort="descending"' in said and "Сохранить изменения" not in said
    changed = text(manager.get(f"{PATH}?view={view.pk}&stage=call"))
    assert "Сохранить изменения" in changed
    manager.post(f"{PATH}/views/{view.pk}/keep?view={view.pk}&stage=call")
    view.refresh_from_db()
    assert view.asked == '{"stage": "call"}' and view.seq == 2
    assert "Крупные" not in text(as_("head").get(f"{PATH}?view=0")), "it is the manager's own"


def test_a_shared_view_is_everybodys_and_only_they_change_it_who_may(world: World, as_: As) -> None:
    key = world.deal()
    foreign = world.deal(by=world.other_manager)
    head, manager = as_("head"), as_("manager")
    place = save(head, "owner=me&sort=agreed&status=all", "Мои по сумме", shared="on")
    said = text(manager.get(place))
    assert "Мои по сумме" in said and keys(said) == {key} and foreign not in keys(said), (
        "whose eyes, whose deals"
    )
    view = SavedView.objects.get()
    assert f"views/{view.pk}/remove" not in said
    for word in ("keep", "remove"):
        assert manager.post(f"{PATH}/views/{view.pk}/{word}?stage=call").status_code == 403
    form = text(manager.get(f"{PATH}/views/{view.pk}", **SCRIPT))
    assert 'name="shared"' not in form and "disabled" in form
    save(manager, "owner=me&stage=brief", "Мои по сумме")
    assert SavedView.objects.filter(name="Мои по сумме").count() == 2, "a copy of one's own"
    again = manager.post(f"{PATH}/views/new?stage=call", {"name": "Мои  по сумме"}, **SCRIPT)
    assert again.status_code == 422 and "Мои по сумме" in text(again)


def test_one_begins_with_the_usual_view_until_one_takes_it_off(world: World, as_: As) -> None:
    world.deal()
    head = as_("head")
    place = save(head, "sort=client", "По клиентам", usual="on")
    assert head.get(PATH)["Location"] == place
    assert head.get(f"{PATH}?view=0").status_code == 200
    assert as_("manager").get(PATH).status_code == 200
    view = SavedView.objects.get()
    head.post(f"{PATH}/views/{view.pk}", {"name": "По именам"}, **SCRIPT)
    assert head.get(PATH).status_code == 200
    assert SavedView.objects.get().name == "По именам"


def test_a_deleted_view_is_brought_back_by_the_page_that_follows(world: World, as_: As) -> None:
    world.deal()
    head = as_("head")
    save(head, "sort=client", "По клиентам", usual="on")
    view = SavedView.objects.get()
    gone = head.post(f"{PATH}/views/{view.pk}/remove?view={view.pk}&sort=client")
    said = text(head.get(gone["Location"]))
    assert "Представление «По клиентам» удалено" in said and f"{PATH}/views/{view.pk}/back" in said
    assert head.get(PATH).status_code == 200, "and nobody begins with it"
    assert head.post(f"{PATH}/views/{view.pk}/keep").status_code == 404
    assert as_("manager").post(f"{PATH}/views/{view.pk}/back").status_code == 404
    back = head.post(f"{PATH}/views/{view.pk}/back")
    assert "По клиентам" in text(head.get(back["Location"])) and head.get(PATH).status_code == 302


def test_what_a_new_version_no_longer_has_is_said_and_left_out(world: World, as_: As) -> None:
    key = world.deal()
    asked = {"stage": "brief,call", "columns": "client,own.goal", "sort": "agreed"}
    view = saved_views.save_view(name="Бриф", asked=asked, by=world.head, at=world.now)
    text_now = (Path(__file__).parent.parent / "samples/services.yaml").read_text(encoding="utf-8")
    before = queries.view(view, by=world.head)
    assert before.gone == () and dict(before.asked) == asked
    newer = text_now.replace("id: goal", "id: aim").replace("id: call,", "id: talk,")
    passport.publish(text=newer, by=world.head, at=world.later())
    now = queries.view(view, by=world.head)
    assert {(one.what, one.name) for one in now.gone} == {("stage", "call"), ("field", "goal")}
    head = as_("head")
    said = text(head.get(head.get(f"{PATH}?view={view}")["Location"]))
    assert keys(said) == {key} and "стадия «call»" in said and "поле «goal»" in said


def test_a_view_that_was_changed_meanwhile_is_stale(world: World) -> None:
    view = saved_views.save_view(name="Все", asked={}, by=world.head, at=world.now)
    saved_views.change_view(key=view, name="Не все", seen=1, by=world.head, at=world.now)
    with pytest.raises(Stale):
        saved_views.change_view(key=view, name="Иные", seen=1, by=world.head, at=world.now)


def test_less_usual_filters_are_chips_that_go_one_at_a_time(db: None) -> None:
    world = World.found(OWN)
    head = Client()
    head.force_login(world.person("head"), backend="allauth.account.auth_backends.AuthenticationBackend")
    low, high, bare = world.deal(amount=100_00), world.deal(amount=900_00), world.deal(amount=900_00)
    for key, budget, due in ((low, "1000", "2026-12-01"), (high, "120 000", "2026-11-30")):
        for field, value in (("budget", budget), ("due", due), ("parts", "Тексты")):
            cycle.set_field(key=key, field=field, value=value, by=world.head, at=world.later())
    ahead = timezone.now() + timedelta(days=30)
    cycle.set_next_step(key=low, text="Звонок", due=ahead, by=world.head, at=world.later())
    for words, found in {
        "sum_from=500": {high, bare},
        "sum_to=500": {low},
        "sum_from=500&own.parts=text": {high},
        "own.budget.from=2000": {high},
        "own.budget.to=2000": {low},
        "own.due.from=2026-12-01": {low},
        "own.due.to=2026-11-30": {high},
        "step=none": {high, bare},
        "step=late": set(),
        "channel=site_form": {low, high, bare},
        "channel=nowhere": set(),
        "stage=brief,call": {low, high, bare},
        "opened_from=2000-01-01&opened_to=2001-01-01": set(),
        "sum_from=many&own.budget.from=x&own.none=1": {low, high, bare},
    }.items():
        assert keys(text(head.get(f"{PATH}?{words}"))) == found, words
    said = text(head.get(f"{PATH}?sum_from=500&own.parts=text&sort=-agreed"))
    told = chips(said)
    assert set(told) == {"Сумма от 500 ₽", "Что нужно: Тексты", "Сумма: по убыванию"}
    assert told["Сумма от 500 ₽"] == "?own.parts=text&sort=-agreed&view=0"
    form = text(head.get(f"{PATH}/filters?own.parts=text&sort=-agreed"))
    assert 'value="text" selected' in form and 'name="own.due.from"' in form
    sent = {"stage": ["brief", "call"], "own.parts": "", "sum_to": "500"}
    done = head.post(f"{PATH}/filters?own.parts=text&sort=-agreed", sent)
    assert done["Location"] == f"{PATH}?sort=-agreed&stage=brief%2Ccall&sum_to=500&view=0"


def test_a_view_that_is_shared_or_brought_back_has_a_name_of_its_own_and_room(
    world: World, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, Any] = {"asked": {}, "by": world.head, "at": world.now}
    saved_views.save_view(name="Срочные", shared=True, **told)
    own = saved_views.save_view(name="Срочные", **told)
    with pytest.raises(Invalid, match="name_taken"):
        saved_views.change_view(key=own, shared=True, by=world.head, at=world.now)
    assert not SavedView.objects.get(pk=own).shared
    saved_views.remove_view(key=own, by=world.head, at=world.now)
    saved_views.save_view(name="Срочные", **told)
    answer = as_("head").post(f"{PATH}/views/{own}/back", follow=True)
    assert "дайте другое название" in text(answer)
    assert SavedView.objects.get(pk=own).removed_at is not None
    other = saved_views.save_view(name="Другие", **told)
    monkeypatch.setattr(saved_views, "MOST", 1)
    with pytest.raises(Invalid, match="views_full"):
        saved_views.change_view(key=other, shared=True, by=world.head, at=world.now)
