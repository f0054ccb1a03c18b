"""Many deals by pages: ticked, changed after a look, stopped, taken back; what is refused is named with its mend."""

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from playwright.sync_api import expect

from tests.actions.test_imports import brought, done
from tests.rooms.test_downloads_browser import work_off
from tests.world import World
from voronka.actions import bulk, bulking
from voronka.core.bulk import Change
from voronka.store import values
from voronka.store.models import BulkEdit, DealRow


def browser_of(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.person(role), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def manager(world: World) -> Client:
    return browser_of(world, "manager")


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_deals_are_ticked_looked_at_changed_and_taken_back(
    transactional_db: None,
    settings: Any,
    window: Any,
    width: int,
    dark: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    company = World.found()
    ready = [company.deal_at("call", ready=True, title=f"Сайт {number}") for number in range(3)]
    bare = company.deal_at("call", title="Сайт без звонка")
    one = window(company.person("head"), width=width, dark=dark)

    def looked_at() -> None:
        assert one.axe_faults() == []
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide

    page = one.open("/cycle/list")
    bar = page.get_by_role("form", name="Выбранные сделки")
    expect(bar).to_be_hidden()
    boxes = page.get_by_role("checkbox", name="Выбрать:")
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(bar.get_by_text("Выбрано: 3")).to_be_visible()
    bar.get_by_role("button", name="Снять отметки").click()
    expect(bar).to_be_hidden()
    boxes.nth(0).click()
    bar.get_by_role("button", name="Все на странице").click()
    expect(bar.get_by_text("Выбрано: 4")).to_be_visible()
    looked_at()
    bar.get_by_role("button", name="Изменить выбранные…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("4 сделки")
    page.get_by_text("Перевести на стадию").click()
    looked_at()
    page.get_by_label("На стадию").select_option("contract")
    page.get_by_role("button", name="Проверить, что изменится").click()
    expect(page.get_by_role("heading", name="Вот что изменится")).to_be_visible()
    expect(page.get_by_role("heading", name="Нет записи о звонке клиенту.")).to_be_visible()
    expect(page.get_by_role("link", name="Записать звонок")).to_have_attribute(
        "href", f"/cycle/deals/{bare}/do/call"
    )
    looked_at()
    assert DealRow.objects.filter(stage="call").count() == 4
    monkeypatch.setattr(bulking, "AT_ONCE", 1)
    page.get_by_role("button", name="Изменить 3 сделки").click()
    expect(page.get_by_text("Сделки изменяются.")).to_be_visible()
    looked_at()
    work_off()
    expect(page.get_by_role("heading", name="Готово")).to_be_visible()
    looked_at()
    assert {values.deal(key).stage for key in ready} == {"contract"}
    page.get_by_role("button", name="Вернуть всё как было").click()
    work_off()
    expect(page.get_by_role("heading", name="Всё возвращено как было")).to_be_visible()
    looked_at()
    assert DealRow.objects.filter(stage="call").count() == 4


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1440, True), (390, False)])
def test_what_came_in_from_a_file_is_planned_together(
    transactional_db: None, window: Any, width: int, dark: bool
) -> None:
    company = World.found()
    done(company, brought(company))
    waiting = DealRow.objects.filter(status="open").count()
    one = window(company.person("head"), width=width, dark=dark)
    page = one.open("/")
    expect(page.locator(".rail .count.bad")).to_have_count(0)
    expect(page.locator(".unplanned")).to_contain_text(f"{waiting} сдел")
    assert one.axe_faults() == []
    page.get_by_role("link", name="Запланировать вместе").click()
    expect(page.locator("tbody tr")).to_have_count(waiting)
    assert one.axe_faults() == []
    page.get_by_role("button", name=f"Изменить все {waiting} сдел").click()
    page.get_by_text("Назначить следующий шаг").click()
    page.get_by_label("Что сделать").fill("Напомнить о себе")
    page.get_by_role("button", name="Проверить, что изменится").click()
    page.get_by_role("button", name=f"Изменить {waiting} сдел").click()
    expect(page.get_by_role("heading", name="Готово")).to_be_visible()
    page.goto(f"{one.url}/")
    expect(page.locator(".unplanned")).to_have_count(0)
    expect(page.get_by_role("heading", name="На сегодня всё сделано")).to_be_visible()


def begun(client: Client, **sent: Any) -> str:
    """The page of a bulk edit of these deals."""
    answer = client.post("/cycle/bulk", sent)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


@pytest.mark.django_db
def test_all_that_fit_the_list_are_chosen_and_a_field_is_filled_without_scripts(
    world: World, manager: Client
) -> None:
    mine = [world.deal() for _ in range(3)]
    world.deal_at("call"), world.deal(by=world.other_manager)
    page = begun(manager, all="1", where="stage=brief&sort=-agreed", deal=[mine[0]])
    assert BulkEdit.objects.get().total == 3
    assert 'name="field-field-site"' in manager.get(f"{page}?change=1&field=site").content.decode()
    sent = {"kind": "field", "field": "site", "field-field-site": "a.ru"}
    assert manager.post(f"{page}/change", sent).status_code == 302
    told = manager.get(page).content.decode()
    assert "Изменить 3 сделки" in told and "пусто" in told
    assert manager.post(f"{page}/run", {"seen": BulkEdit.objects.get().seq}).status_code == 302
    assert all("site" in values.deal(key).fields for key in mine)
    listed = manager.get("/cycle/bulk").content.decode()
    assert "изменены 3" in listed
    file = b"".join(manager.post(f"{page}/file", {"as": "csv"})).decode("utf-8-sig")
    assert file.count("изменена") == 3


@pytest.mark.django_db
def test_nothing_chosen_nothing_said_and_a_stale_preview_are_told(world: World, manager: Client) -> None:
    assert "Выберите хотя бы одну сделку." in manager.post("/cycle/bulk", {}).content.decode()
    page = begun(manager, deal=[world.deal()])
    for sent in ({}, {"kind": "win"}, {"kind": "stage"}, {"kind": "next_step", "next_step-text": "a"}):
        assert manager.post(f"{page}/change", sent).status_code == 422, sent
    past = {"kind": "next_step", "next_step-text": "Позвонить", "next_step-due": "2020-01-01T10:00"}
    told = manager.post(f"{page}/change", past).content.decode()
    assert "Этот момент уже прошёл" in told and "Позвонить" in told
    for reason in ("price", "silence"):
        manager.post(f"{page}/change", {"kind": "lose", "lose-reason": reason})
    stale = manager.post(f"{page}/run", {"seen": BulkEdit.objects.get().seq - 1})
    assert stale.status_code == 422
    assert "в другом окне" in stale.content.decode()
    assert DealRow.objects.get().status == "open"
    assert manager.post(f"{page}/discard").status_code == 302
    assert not BulkEdit.objects.exists()


@pytest.mark.django_db
def test_a_strangers_bulk_edit_is_not_there_and_no_ticks_are_shown_to_those_who_change_nothing(
    world: World, manager: Client
) -> None:
    page = begun(manager, deal=[world.deal()])
    other = browser_of(world, "other_manager")
    assert {other.get(page).status_code, other.post(f"{page}/run").status_code} == {404}
    accountant = browser_of(world, "accountant")
    assert "data-pick" not in accountant.get("/cycle/list").content.decode()
    assert accountant.post("/cycle/bulk", {"deal": [1]}).status_code == 403
    assert "data-pick" in manager.get("/cycle/list").content.decode()


@pytest.mark.django_db
def test_a_page_with_many_refusals_takes_as_many_statements_as_with_few(
    world: World, manager: Client
) -> None:
    def asked(keys: list[int]) -> int:
        key = bulk.begin_bulk(deals=keys, by=world.manager, at=timezone.now())
        bulk.choose_change(key=key, change=Change("stage", to="call"), by=world.manager, at=timezone.now())
        bulking.go(key=key, what="trying", by=world.manager, at=timezone.now())
        manager.get(f"/cycle/bulk/{key}")
        with CaptureQueriesContext(connection) as seen:
            assert manager.get(f"/cycle/bulk/{key}").status_code == 200
        return len(seen)

    few = asked([world.deal()])
    assert asked([world.deal() for _ in range(30)]) == few
