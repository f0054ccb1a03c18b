"""The room of the cycle without a browser: what it answers, what it costs, whom it shows what."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.house.tree import ROOT
from tests.world import World
from voronka.actions import cycle
from voronka.store import log

SCRIPT = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def page(world: World, client: Client) -> Client:
    """The manager's browser."""
    client.force_login(world.person("manager"), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def statements(page: Client, path: str) -> int:
    """How many SQL statements a page costs."""
    page.get(path)  # what is made once
    with CaptureQueriesContext(
        connection,
    ) as made:
        assert page.get(path).status_code == 200
    return len(made)


def test_the_board_costs_the_same_however_many_deals_there_are(world: World, page: Client) -> None:
    world.deal()
    few = statements(page, "/cycle/board")
    for _ in range(25):
        world.deal()
    assert statements(page, "/cycle/board") == few <= 8


def test_the_deal_card_is_read_in_ten_statements(world: World, page: Client) -> None:
    key = world.deal_at("payment")
    assert statements(page, f"/cycle/deals/{key}") <= 10 + 3  # session, person, the end of the log


def test_today_and_the_list_cost_a_fixed_number_of_statements(world: World, page: Client) -> None:
    for _ in range(3):
        world.deal()
    assert statements(page, "/") <= 8
    assert statements(page, "/cycle/list") <= 9  # saved views are one


def test_a_refused_move_is_answered_with_what_is_missing_and_the_doors(world: World, page: Client) -> None:
    key = world.deal()
    answer = page.post(f"/cycle/deals/{key}/stage", {"to": "call"}, **SCRIPT)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert 'data-guard="brief_filled"' in said
    assert f"/cycle/deals/{key}/do/brief" in said


def test_a_refused_move_is_a_page_for_a_browser_without_scripts(world: World, page: Client) -> None:
    key = world.deal()
    answer = page.post(f"/cycle/deals/{key}/stage", {"to": "call"})
    assert answer.status_code == 422
    assert "<!doctype html>" in answer.content.decode()


def test_a_repeated_request_moves_the_deal_once(world: World, page: Client) -> None:
    key = world.deal_at("call", ready=True)
    sent = {"to": "contract", "request_id": "once"}
    for _ in range(2):
        assert page.post(f"/cycle/deals/{key}/stage", sent, **SCRIPT).status_code == 204
    history = page.get(f"/cycle/deals/{key}").content.decode()
    assert history.count("Созвон → Договор") == 1


def test_a_stale_page_moves_nothing(world: World, page: Client) -> None:
    key = world.deal_at("call", ready=True)
    cycle.set_amount(key=key, amount=100, by=world.head, at=timezone.now())
    answer = page.post(f"/cycle/deals/{key}/stage", {"to": "contract", "seen": "1"}, **SCRIPT)
    assert answer.status_code == 409
    assert "Страница устарела" in answer.content.decode()


@pytest.mark.parametrize("path", ["/cycle/deals/{}", "/cycle/deals/{}/do/note", "/closing/deals/{}/payment"])
def test_a_foreign_deal_is_not_there(world: World, page: Client, path: str) -> None:
    key = world.deal(by=world.other_manager)
    assert page.get(path.format(key)).status_code == 404


def test_a_foreign_deal_can_not_be_moved(world: World, page: Client) -> None:
    key = world.deal_at("call", by=world.other_manager, ready=True)
    assert page.post(f"/cycle/deals/{key}/stage", {"to": "contract"}, **SCRIPT).status_code == 404


def test_a_manager_sees_own_and_free_deals_only(world: World, page: Client) -> None:
    mine, foreign = world.deal(title="Моя"), world.deal(by=world.other_manager, title="Чужая")
    board = page.get("/cycle/board").content.decode()
    assert f"deal-{mine}" in board and f"deal-{foreign}" not in board


def test_a_curator_may_look_but_not_move(world: World, client: Client) -> None:
    key = world.deal_at("handover", ready=True)
    client.force_login(world.person("curator"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"/cycle/deals/{key}").status_code == 200
    answer = client.post(f"/cycle/deals/{key}/stage", {"to": "payment"}, **SCRIPT)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        "?owner=x",
        "?more=zzz",
        "?stage=nowhere",
        "?shown.brief=999999",
        "?q=%00",
        "?status=odd&owner=99999999999",
    ],
)
def test_an_address_that_says_nonsense_is_no_error(world: World, page: Client, query: str) -> None:
    for path in ("/cycle/board", "/cycle/list", "/cycle/board/column"):
        assert page.get(path + query).status_code in (200, 302, 404)


@pytest.mark.parametrize("typed", ["1,234", "-5", "1" + "0" * 18, "сто", ""])
def test_an_amount_that_can_not_be_read_is_blamed_on_its_field(
    world: World, page: Client, typed: str
) -> None:
    key = world.deal()
    answer = page.post(f"/cycle/deals/{key}/do/amount", {"amount": typed}, **SCRIPT)
    assert answer.status_code == 422
    assert 'id="door_amount_error"' in answer.content.decode()


def test_an_amount_with_its_sign_and_kopecks_is_read(world: World, page: Client) -> None:
    key = world.deal()
    assert page.post(f"/cycle/deals/{key}/do/amount", {"amount": "1 234,56 ₽"}, **SCRIPT).status_code == 204
    assert "1\u00a0234,56\u00a0₽" in page.get(f"/cycle/deals/{key}").content.decode()


def test_ten_thousand_letters_and_nul_are_no_error(world: World, page: Client) -> None:
    key = world.deal()
    for text in ("я" * 10_001, "а\x00б"):
        answer: Any = page.post(f"/cycle/deals/{key}/do/note", {"text": text}, **SCRIPT)
        assert answer.status_code in (204, 422)


def test_the_next_step_may_not_lie_behind(world: World, page: Client) -> None:
    key = world.deal()
    before = timezone.localtime() - timedelta(days=1)
    sent = {"text": "Позвонить", "due": before.strftime("%Y-%m-%dT%H:%M")}
    answer = page.post(f"/cycle/deals/{key}/do/next_step", sent, **SCRIPT)
    assert answer.status_code == 422
    assert "door_due_error" in answer.content.decode()


def test_who_is_signed_out_is_told_so_by_a_script_and_sent_to_the_door_by_a_browser(
    world: World, client: Client
) -> None:
    key = world.deal()
    assert client.get(f"/cycle/deals/{key}", **SCRIPT).headers["HX-Trigger"] == "voronka:signed-out"
    assert client.get(f"/cycle/deals/{key}").url.startswith("/accounts/login/")  # type: ignore[attr-defined]


def test_a_page_and_its_fragment_are_told_apart(world: World, page: Client) -> None:
    assert "<!doctype" in page.get("/cycle/board").content.decode()
    fragment = page.get("/cycle/board", **SCRIPT)
    assert "<!doctype" not in fragment.content.decode()
    assert "HX-Request" in fragment.headers["Vary"]


def test_an_attached_file_is_a_download_for_those_who_see_the_deal(world: World, page: Client) -> None:
    key = world.deal()
    sent = {
        "text": "Смотрите",
        "proof": SimpleUploadedFile("отчёт.html", b"<script>alert(1)</script>"),
        "request_id": "r",
    }
    assert page.post(f"/cycle/deals/{key}/do/note", sent, **SCRIPT).status_code == 204
    address = re.search(rf"/cycle/deals/{key}/files/\d+", page.get(f"/cycle/deals/{key}").content.decode())
    assert address
    answer = page.get(address[0])
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    page.force_login(
        world.person("other_manager"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert page.get(address[0]).status_code == 404


def test_the_same_form_with_a_file_sent_twice_is_taken_once(world: World, page: Client) -> None:
    key = world.deal()
    for _ in range(2):
        sent = {"text": "Раз", "proof": SimpleUploadedFile("a.pdf", b"%PDF-1.4"), "request_id": "twice"}
        assert page.post(f"/cycle/deals/{key}/do/note", sent, **SCRIPT).status_code == 204
    assert page.get(f"/cycle/deals/{key}").content.decode().count("a.pdf") == 1


@pytest.mark.parametrize("figure", ["won", "late.brief", "refused.brief_filled", "nonsense", "signed"])
def test_a_figure_opens_the_list_behind_it(world: World, page: Client, figure: str) -> None:
    world.won_deal()
    answer = page.get(f"/cycle/list?figure={figure}")
    assert answer.status_code == 200


def test_own_fields_are_typed_by_their_kind_and_every_mistake_stands_beside_its_field(
    db: None, client: Client
) -> None:
    own = World.found((ROOT / "tests/samples/own_fields.yaml").read_text(encoding="utf-8"))
    client.force_login(own.person("manager"), backend="allauth.account.auth_backends.AuthenticationBackend")
    key = own.deal()
    door = f"/cycle/deals/{key}/do/fields"
    form = client.get(door, **SCRIPT).content.decode()
    assert 'type="date" name="field-due"' in form
    assert form.count('type="checkbox"') == 2 and "Словами клиента" in form
    typed = {"title": "Сайт", "field-site": "romashka.ru", "field-parts": ["text", "ads"]}
    wrong = client.post(door, {**typed, "field-budget": "много", "field-due": "скоро"}, **SCRIPT)
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert page.count('class="error"') == 2 and "«много» — не сумма" in page and 'value="скоро"' in page
    seen = client.get(f"/cycle/deals/{key}").content.decode()
    assert "romashka" not in seen and "не заполнено" in seen, "nothing is kept before all is right"
    right = client.post(door, {**typed, "field-budget": "120000", "field-due": "2026-11-30"}, **SCRIPT)
    assert right.status_code < 300
    seen = client.get(f"/cycle/deals/{key}").content.decode()
    for shown in ('href="https://romashka.ru"', "120\u00a0000\u00a0₽", "30 ноября 2026", "Тексты, Реклама"):
        assert shown in seen
    facts = len(log.stream(f"deal:{key}"))
    typed["field-site"] = "https://romashka.ru"  # as the form offers it now
    client.post(door, {**typed, "field-budget": "120000", "field-due": "2026-11-30"}, **SCRIPT)
    assert len(log.stream(f"deal:{key}")) == facts + 1, "only the title is told again"
