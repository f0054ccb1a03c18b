"""From a draft to a version that deals go by: tried on the past, published with a question, led over, told of."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from playwright.sync_api import expect

from tests.actions.test_migration import SHORT, TALK, work
from tests.browser import Window
from tests.world import PASSPORT, World
from voronka.actions import cycle, drafts, passport
from voronka.actions.jobs import ask_for_job
from voronka.core.access import SYSTEM
from voronka.store import values
from voronka.store.models import Job

Open = Callable[..., Window]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
KINDS = ("rehearsal", "moving")
STRICT = PASSPORT.replace("leave_when: [call_logged]", "leave_when: [call_logged, offer_sent]")


@pytest.fixture
def head(world: World, client: Client) -> Iterator[Client]:
    """The head's browser."""
    client.force_login(world.person("head"), backend=BACKEND)
    with time_machine.travel(world.later(hours=8), tick=False):
        yield client


def draft(world: World, text: str) -> None:
    seq = drafts.begin_draft(by=world.head, at=world.later()).seq
    drafts.save_draft(text=text, seen=seq, by=world.head, at=world.later())


def body(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_publishing_asks_what_becomes_of_the_open_deals(world: World, head: Client) -> None:
    key = world.deal_at("call")
    draft(world, TALK)
    answer = head.post("/passport/draft", {"do": "publish", "seen": 2, "process": "services"}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[0][0] == "/passport/publish?process=services"
    assert "1 открытая сделка идёт по прежней версии" in page
    assert '<option value="talk" selected>Созвоны</option>' in page
    assert "Нельзя: стадии, на которой стоят сделки, больше нет." in page
    asked = {"do": "publish", "seen": 2, "deals": "migrate", "stage.call": "talk", "process": "services"}
    answer = head.post("/passport/publish", asked, follow=True)
    assert "Сейчас начнётся." in answer.content.decode()
    work()
    page = body(head, answer.redirect_chain[-1][0])
    assert "сделка теперь идёт по версии 2" in page
    assert (values.deal(key).stage, values.deal(key).version) == ("talk", 2)
    assert "Переведённые открытые сделки" in body(head, "/passport/versions")
    assert "Идёт дальше по версии 2 паспорта:" in body(head, f"/cycle/deals/{key}")
    assert "Созвон → Созвоны" in body(head, f"/cycle/deals/{key}")


def test_deals_may_stay_and_be_led_over_later(world: World, head: Client) -> None:
    key = world.deal()
    draft(world, PASSPORT.replace("norm: 3d", "norm: 9d"))
    asked = {"do": "publish", "seen": 2, "deals": "stay", "process": "services"}
    assert head.post("/passport/publish", asked).headers["Location"] == "/passport"
    assert (values.latest().version, values.deal(key).version) == (2, 1)
    assert "1 открытая сделка идёт по прежней версии." in body(head, "/passport/versions")
    assert "Перевести открытые сделки на версию 2" in body(head, "/passport/migrate")
    head.post("/passport/migrate", {"do": "publish", "deals": "migrate"})
    work()
    assert values.deal(key).version == 2
    assert "идёт по прежней версии." not in body(head, "/passport/versions")


def test_a_stage_that_leads_nowhere_is_asked_for_and_what_was_chosen_is_kept(
    world: World, head: Client
) -> None:
    world.deal_at("call")
    world.deal()
    draft(world, SHORT)
    page = body(head, "/passport/publish")
    assert "выберите стадию…" in page
    asked = {"do": "publish", "seen": 2, "deals": "migrate", "stage.brief": "contract", "stage.call": ""}
    answer = head.post("/passport/publish", asked)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1 открытая сделка стоит на стадии, которой нет в новой версии: «Созвон»." in page
    assert page.count('<option value="contract" selected>') == 1
    assert values.latest().version == 1


def test_a_dry_run_of_the_open_deals_says_what_they_would_lack_and_leads_to_publishing(
    world: World, head: Client
) -> None:
    key = world.deal_at("call")
    draft(world, STRICT)
    answer = head.post("/passport/publish", {"do": "try", "seen": 2, "deals": "migrate"}, follow=True)
    work()
    address = answer.redirect_chain[-1][0]
    page = body(head, address)
    assert "1 открытая сделка пошла бы по версии 2" in page
    assert "Предложение не отправлено." in page and "Анна Ким" in page
    assert f"/cycle/deals/{key}" in body(head, address + "?behind=lacking.0")
    assert 'name="seen" value="2"' in page
    assert values.latest().version == 1


def test_a_draft_is_tried_on_the_past_and_the_deals_stand_behind_the_numbers(
    world: World, head: Client
) -> None:
    key = world.deal_at("contract")
    draft(world, STRICT)
    assert "Проверить на прошлых сделках" in body(head, "/passport/draft")
    answer = head.post("/passport/dry-run", {"process": "services"}, follow=True)
    assert 'hx-trigger="load delay' in answer.content.decode()
    work()
    address = answer.redirect_chain[-1][0]
    page = body(head, address)
    assert "Не пустил бы 1 переход из 2" in page and "предложение отправлено" in page
    assert "1 сделка стояла бы сейчас в другом месте" in page
    for behind in ("stopped.0", "elsewhere.0"):
        assert f'href="/cycle/deals/{key}"' in body(head, f"{address}?behind={behind}")
    for wrong in ("stopped.9", "stopped.x", "refused.0", "x", "stopped.99999999999"):
        assert f'href="/cycle/deals/{key}"' not in body(head, f"{address}?behind={wrong}")
    drafts.save_draft(text=PASSPORT, seen=2, by=world.head, at=world.later())
    assert "С тех пор черновик изменили" in body(head, address)


def test_a_job_is_for_whoever_asked_for_it_and_those_who_keep_the_installation(
    world: World, head: Client
) -> None:
    draft(world, STRICT)
    address = head.post("/passport/dry-run", {"process": "services"}).headers["Location"]
    other = Client()
    other.force_login(world.person("manager"), backend=BACKEND)
    assert other.get(address).status_code == 404
    for path in ("/passport/publish", "/passport/migrate"):
        assert other.get(path).status_code == 403
        assert other.post(path, {"do": "publish"}).status_code == 403
    assert other.post("/passport/dry-run").status_code == 403


def test_a_job_that_failed_says_so(world: World, head: Client) -> None:
    draft(world, STRICT)
    address = head.post("/passport/dry-run", {"process": "services"}).headers["Location"]
    Job.objects.update(state="failed", outcome='{"error": "NotFound", "words": "draft"}')
    assert "Не получилось." in body(head, address)


def test_a_draft_published_by_two_at_once_is_told_to_the_second(world: World, head: Client) -> None:
    world.deal()
    draft(world, PASSPORT.replace("norm: 3d", "norm: 9d"))
    passport.publish_draft(by=world.owner, at=world.later())
    answer = head.post("/passport/publish", {"do": "publish", "seen": 2, "deals": "stay"}, follow=True)
    assert "опубликовали или выбросили" in answer.content.decode()
    assert values.latest().version == 2


def test_the_question_costs_the_same_for_many_deals(world: World, head: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as made:
            assert head.get("/passport/publish").status_code == 200
        return len(made)

    world.deal()
    draft(world, STRICT)
    cost()
    few = cost()
    for _ in range(12):
        cycle.assign_deal(key=world.deal(), owner=world.other_manager.id, by=SYSTEM, at=world.later())
    assert cost() == few


def test_a_deal_on_a_stage_that_is_gone_is_still_on_the_board(world: World, head: Client) -> None:
    key = world.deal_at("call", title="Портал")
    cycle.lose_deal(key=key, reason="price", by=world.manager, at=world.later())
    passport.publish(text=SHORT, by=world.head, at=world.later())
    assert "column-call" not in body(head, "/cycle/board")
    cycle.reopen_deal(key=key, by=world.manager, at=world.later())
    page = body(head, "/cycle/board")
    assert "Портал" in page
    assert (
        page.index('id="column-brief"') < page.index('id="column-call"') < page.index('id="column-contract"')
    )
    assert head.get("/cycle/board/column?stage=call&more=").status_code == 200
    assert head.get("/cycle/board/column?stage=nowhere&more=").status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1440, True), (390, False)])
def test_everybody_can_read_the_way_to_a_version(world: World, window: Open, width: int, dark: bool) -> None:
    world.deal_at("contract")
    world.deal_at("call")
    world.won_deal()
    draft(world, STRICT)
    head = world.person("head")
    asked = [
        ask_for_job(kind=kind, by=world.head, at=world.now, arguments={"new": "draft"}) for kind in KINDS
    ]
    work()
    one = window(head, width=width, dark=dark)
    screens = ["/passport/publish", "/passport/difference", "/passport/versions"]
    for screen in [*screens, *(f"/passport/jobs/{key}?behind=stopped.0" for key in asked)]:
        page = one.open(screen)
        assert one.axe_faults() == [], screen
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, screen


@pytest.mark.browser
def test_a_rule_is_changed_tried_published_and_met_on_the_board(world: World, window: Open) -> None:
    world.now = timezone.now()
    key = world.deal_at("call")
    draft(world, TALK)
    page = window(world.person("head")).open("/passport/draft")
    page.get_by_role("button", name="Опубликовать новую версию").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Опубликовать версию 2")
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.locator("#job")).to_contain_text("Сейчас начнётся.")
    work()
    expect(page.locator("#job .figure")).to_have_text("1", timeout=8000)
    page.get_by_role("link", name="К доске").click()
    expect(page.locator("#column-talk")).to_contain_text("Сайт пекарни")
    assert values.deal(key).version == 2
