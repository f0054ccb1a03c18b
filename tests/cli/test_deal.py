"""`voronka deal`: the same verbs as the pages and the API, with exit codes that a script can trust."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.cli.conftest import Said, Voronka
from tests.world import PRICE, World, address
from voronka.actions.people import make_token
from voronka.store.models import EventRow, Upload

SLIP = b"%PDF-1.4 bank slip"


@pytest.fixture
def slip(tmp_path: Path) -> Path:
    """A file that proves a payment."""
    path = tmp_path / "slip.pdf"
    path.write_bytes(SLIP)
    return path


def kinds(key: int) -> list[str]:
    return list(EventRow.objects.filter(stream=f"deal:{key}").order_by("seq").values_list("kind", flat=True))


def test_a_deal_goes_the_whole_way_on_the_command_line(world: World, voronka: Voronka, slip: Path) -> None:
    opened = voronka("deal", "open", "Сайт для пекарни", "--amount", "120 000", "--json", by="manager")
    assert opened.code == 0
    key = opened.json["key"]
    for words in (
        ("brief", key, "--note", "по телефону"),
        ("next", key, "+1d", "Позвонить"),
        ("move", key, "call"),
        ("call", key),
        ("move", key, "contract"),
        ("contract", key, "120 000,00 ₽", "--number", "17", "--proof", slip),
        ("move", key, "payment"),
        ("pay", key, "120000", "--proof", slip),
        ("handover", "offer", key, "--to", address("curator")),
    ):
        said = voronka("deal", *words, by="manager")
        assert said.code == 0, (words, said)
    won = voronka("deal", "handover", "accept", key, by="curator")
    assert (won.code, won.out) == (0, f"Deal {key}: won.\n")
    shown = voronka("deal", "show", key, "--json", by="manager").json
    assert (shown["status"], shown["paid"]) == ("won", PRICE)
    assert Upload.objects.count() == 1, "the same file sent twice is kept once"
    doors = EventRow.objects.filter(stream=f"deal:{key}").values_list("door", flat=True)
    assert set(doors) == {"cli"}


def test_a_refused_move_says_what_is_missing_and_which_command_mends_it(
    world: World, voronka: Voronka
) -> None:
    key = world.deal()
    said = voronka("deal", "move", key, "call", by="manager")
    assert said.code == 2
    assert said.out == ""
    assert said.err.splitlines() == [
        "Refused:",
        "  The brief is not filled.",
        f"    voronka deal brief {key}",
        "  No next step is set.",
        f"    voronka deal next {key} …",
    ]
    assert kinds(key)[-1] == "deal.move_refused"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_command_line_and_the_api_refuse_in_the_same_words(
    world: World, voronka: Voronka, language: str
) -> None:
    key = world.deal_at("payment")
    secret = make_token(name="t", scopes="read write", by=world.manager, at=timezone.now()).secret
    asked = Client().post(
        f"/api/v1/deals/{key}/moves",
        {"to": "handover"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}", "Accept-Language": language},
    )
    by_api = asked.json()["refused"]
    by_json = voronka("deal", "move", key, "handover", "--json", "--language", language, by="manager")
    assert by_json.code == 2
    assert by_json.json["refused"] == by_api
    in_words = voronka("deal", "move", key, "handover", "--language", language, by="manager").err
    assert all(one["sentence"] in in_words for one in by_api)


def test_what_goes_on_is_told_after_a_move(world: World, voronka: Voronka) -> None:
    key = world.deal_at("brief", ready=True)
    voronka("deal", "next", key, "+1d", by="manager")
    said = voronka("deal", "move", key, "call", by="manager")
    assert said.out.splitlines() == [
        f"Deal {key}: Созвон.",
        "To go on:",
        "  No call with the client is logged.",
        f"    voronka deal call {key}",
    ]


def test_a_repeated_request_changes_nothing(world: World, voronka: Voronka, slip: Path) -> None:
    key = world.deal_at("payment")
    for _ in range(2):
        said = voronka("deal", "pay", key, "50 000", "--proof", slip, "--request", "slip-1", by="manager")
        assert said.code == 0
    assert "already answered" in said.out
    assert kinds(key).count("payment.received") == 1
    other = voronka("deal", "pay", key, "60 000", "--proof", slip, "--request", "slip-1", by="manager")
    assert other.code == 1
    assert "another request" in other.err


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("1,234", "is it 1234, or 1.234 with decimals?"),
        ("-5", "can’t be negative"),
        ("1000000000000000000", "too large"),
        ("сто", "is not an amount"),
        ("1.2345", "is not an amount"),
        ("NaN", "is not an amount"),
        ("1e5", "is not an amount"),
    ],
)
def test_an_amount_that_cannot_be_is_an_error_that_says_why(
    world: World, voronka: Voronka, typed: str, says: str
) -> None:
    key = world.deal()
    said = voronka("deal", "amount", "--by", address("manager"), key, "--", typed)
    assert said.code == 1
    assert says in said.err
    assert kinds(key) == ["deal.opened"]


@pytest.mark.parametrize("typed", ["1 234,56 ₽", "1234.56", "1 234,56", "1.234,56", "1,234.56"])
def test_an_amount_is_read_as_people_type_it(world: World, voronka: Voronka, typed: str) -> None:
    key = world.deal()
    assert voronka("deal", "amount", key, typed, by="manager").code == 0
    assert voronka("deal", "show", key, "--json").json["amount"] == 123_456


@pytest.mark.parametrize(
    "words",
    [
        ("show",),
        ("show", "--timeline"),
        ("move", "call"),
        ("return", "brief"),
        ("undo",),
        ("lose", "price"),
        ("reopen",),
        ("step", "brief_sent"),
        ("next",),
        ("brief",),
        ("contract", "100"),
        ("amount", "100"),
        ("field", "title", "моя"),
        ("client",),
        ("note", "был тут"),
        ("assign",),
        ("handover", "offer"),
    ],
    ids=" ".join,
)
def test_another_managers_deal_is_not_there(world: World, voronka: Voronka, words: tuple[str, ...]) -> None:
    key = world.deal()
    before = EventRow.objects.count()
    verb, *rest = words
    place = [verb, rest.pop(0), key] if verb == "handover" else [verb, key]
    said = voronka("deal", *place, *rest, by="other_manager")
    assert said.code == 1
    assert said.err == f"voronka: There is no deal {key} among those that you may see.\n"
    assert EventRow.objects.count() == before


def test_who_may_not_is_told_so(world: World, voronka: Voronka) -> None:
    key = world.deal()
    said = voronka("deal", "move", key, "call", by="accountant")
    assert said.code == 1
    assert "Your role does not allow this" in said.err
    unknown = voronka("deal", "list", "--by", "nobody@x.ru")
    assert unknown.code == 1
    assert "nobody@x.ru" in unknown.err


def test_a_list_shows_what_one_may_see_page_by_page(world: World, voronka: Voronka) -> None:
    for n in range(3):
        world.deal(title=f"сделка {n}")
    world.deal(by=world.other_manager, title="чужая")
    said = voronka("deal", "list", "--limit", 2, by="manager")
    assert said.code == 0
    assert [line.split("\t")[1] for line in said.out.splitlines()] == ["сделка 2", "сделка 1"]
    cursor = said.err.strip().rpartition(" ")[2]
    rest = voronka("deal", "list", "--limit", 2, "--cursor", cursor, by="manager")
    assert [line.split("\t")[1] for line in rest.out.splitlines()] == ["сделка 0"]
    assert rest.err == ""
    assert len(voronka("deal", "list", "--json").json["items"]) == 4, "the owner acts where nobody is named"
    assert voronka("deal", "list", "--status", "won", by="manager").out == ""


def test_a_stale_state_is_an_error(world: World, voronka: Voronka) -> None:
    key = world.deal()
    seen = voronka("deal", "show", key, "--json").json["state_seq"]
    voronka("deal", "brief", key)
    said = voronka("deal", "lose", key, "price", "--seen", seen)
    assert said.code == 1
    assert "Somebody has changed this" in said.err


def test_a_deal_is_lost_reopened_returned_and_undone(world: World, voronka: Voronka) -> None:
    key = world.deal_at("call")
    assert voronka("deal", "lose", key, "price", "--note", "дорого").out == f"Deal {key}: lost.\n"
    wrong = voronka("deal", "lose", world.deal(), "карма")
    assert wrong.code == 2
    assert "Дорого" in wrong.err
    assert voronka("deal", "reopen", key).code == 0
    assert voronka("deal", "return", key, "brief", "--reason", "не то").code == 0
    assert voronka("deal", "undo", key).code == 0
    assert kinds(key)[-3:] == ["deal.reopened", "deal.returned", "deal.move_undone"]


def test_money_goes_back_and_is_void(world: World, voronka: Voronka) -> None:
    key = world.won_deal()
    payment = voronka("deal", "show", key, "--json").json["payments"][0]["key"]
    assert voronka("deal", "refund", key, payment, "1000", "--reason", "скидка").code == 0
    no_reason = voronka("deal", "void", key, payment)
    assert no_reason.code == 1
    too_late = voronka("deal", "void", key, payment, "--reason", "чужой")
    assert too_late.code == 2
    assert "already voided or refunded" in too_late.err


def test_a_payment_without_a_proof_is_an_error(world: World, voronka: Voronka, tmp_path: Path) -> None:
    key = world.deal_at("payment")
    assert "Attach the proof" in voronka("deal", "pay", key, "100").err
    missing = voronka("deal", "pay", key, "100", "--proof", tmp_path / "none.pdf")
    assert missing.code == 1
    assert "none.pdf" in missing.err
    empty = tmp_path / "empty.pdf"
    empty.touch()
    assert "empty" in voronka("deal", "pay", key, "100", "--proof", empty).err
    assert "folder" not in voronka("deal", "pay", key, "100", "--proof", tmp_path).out


@pytest.mark.parametrize(
    "when", ["24.11.2099", "2030-11-24 10:30", "+2d", "+3h", "2030-11-24T10:30:00+03:00"]
)
def test_a_next_step_is_set_as_people_write_moments(world: World, voronka: Voronka, when: str) -> None:
    key = world.deal()
    said = voronka("deal", "next", key, when, "Позвонить")
    if when.endswith("2099"):
        assert said.code == 1, "more than ten years away is a slip of the pen"
    else:
        assert said.code == 0, said.err
        assert voronka("deal", "show", key, "--json").json["next_step"] == "Позвонить"


@pytest.mark.parametrize("when", ["завтра", "32.11.2026", "2026-13-01", "вчера в 5", "99999999999"])
def test_a_moment_that_cannot_be_read_is_an_error(world: World, voronka: Voronka, when: str) -> None:
    said = voronka("deal", "next", world.deal(), when)
    assert said.code == 1
    assert "is not a date" in said.err


def test_the_past_is_no_next_step(world: World, voronka: Voronka) -> None:
    yesterday = (timezone.now() - timedelta(days=1)).date().isoformat()
    assert "has passed" in voronka("deal", "next", world.deal(), yesterday).err


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "🥐 кафе", "[bold]x[/bold]", "a\tb\nc"])
def test_names_are_said_as_they_are(world: World, voronka: Voronka, title: str) -> None:
    key = voronka("deal", "open", title, "--json").json["key"]
    assert voronka("deal", "show", key, "--json").json["title"] == title
    assert voronka("deal", "list").out.splitlines()[0].split("\t")[1] == " ".join(title.split())


def test_a_title_of_ten_thousand_characters_is_too_long_and_nul_is_left_out(
    world: World, voronka: Voronka
) -> None:
    said = voronka("deal", "open", "я" * 10_000)
    assert said.code == 1
    assert "10000 characters" in said.err
    key = voronka("deal", "open", "ко\x00фе", "--json").json["key"]
    assert voronka("deal", "show", key, "--json").json["title"] == "кофе"


@pytest.mark.parametrize(
    "words",
    [
        ("show", "0"),
        ("show", "-1"),
        ("show", "x"),
        ("show", "9" * 30),
        ("show", str(2**63 - 1)),
        ("list", "--limit", "0"),
        ("list", "--status", "dead"),
        ("list", "--order", "title"),
        ("list", "--cursor", "нет"),
        ("list", "--language", "xx"),
        ("move",),
        ("nothing",),
    ],
    ids=lambda words: " ".join(words)[:20],
)
def test_wrong_usage_is_exit_code_1_with_a_sentence(
    world: World, voronka: Voronka, words: tuple[str, ...]
) -> None:
    said = voronka("deal", *words)
    assert said.code == 1
    assert said.err.strip()
    assert "Traceback" not in said.err


def test_an_error_is_a_document_on_stderr_for_programs(world: World, voronka: Voronka) -> None:
    said = voronka("deal", "amount", world.deal(), "1,234", "--json")
    assert (said.code, said.out) == (1, "")
    told = json.loads(said.err)
    assert told["errors"][0]["code"] == "amount_ambiguous"
    assert told["errors"][0]["field"] == "amount"


@pytest.mark.parametrize(
    ("lang", "word"), [("ru_RU.UTF-8", "Отказано:"), ("en_GB", "Refused:"), ("C", "Отказано:")]
)
def test_the_language_is_that_of_the_terminal_else_that_of_the_installation(
    world: World, voronka: Voronka, monkeypatch: pytest.MonkeyPatch, lang: str, word: str
) -> None:
    monkeypatch.setenv("LANG", lang)
    assert voronka("deal", "move", world.deal(), "call").err.splitlines()[0] == word


def test_the_environment_names_who_acts(
    world: World, voronka: Voronka, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = world.deal()
    monkeypatch.setenv("VORONKA_BY", address("other_manager"))
    assert voronka("deal", "show", key).code == 1
    assert voronka("deal", "show", key, by="manager").code == 0


def test_every_fact_by_hand_has_its_command(world: World, voronka: Voronka, slip: Path) -> None:
    key = world.deal()
    commands: dict[str, Callable[[], Said]] = {
        "deal.step_done": lambda: voronka("deal", "step", key, "brief_sent"),
        "recording.sent": lambda: voronka("deal", "recording", key, "--note", "ссылка"),
        "contract.sent": lambda: voronka("deal", "contract-sent", key, "--proof", slip),
        "offer.sent": lambda: voronka("deal", "offer", key, "9 000", "--offer", "audit"),
        "offer.accepted": lambda: voronka("deal", "offer-accepted", key, "9000", "--offer", "audit"),
        "invoice.sent": lambda: voronka("deal", "invoice", key, "9000", "--number", "3"),
        "deal.field_set": lambda: voronka("deal", "field", key, "site", "a.ru"),
        "note.added": lambda: voronka("deal", "note", key, "запомнить"),
        "deal.assigned": lambda: voronka("deal", "assign", key, address("other_manager")),
    }
    for kind, run in commands.items():
        said = run()
        assert said.code == 0, (kind, said.err)
        assert kinds(key)[-1] == kind
    assert "запомнить" in voronka("deal", "show", key, "--timeline").out


def test_exceptions_and_approvals_on_the_command_line(world: World, voronka: Voronka) -> None:
    key = voronka("deal", "open", "Сайт", "--json", by="manager").json["key"]
    assert voronka("deal", "ask-exception", key, "--note", "Уезжает", by="manager").code == 0
    assert voronka("deal", "exception", key, "--reason", "Можно", by="manager").code == 1
    assert voronka("deal", "exception", key, by="head").code == 1, "a reason must be said"
    granted = voronka("deal", "exception", key, "--reason", "Можно", by="head")
    assert granted.code == 0 and "Passed, and counted:" in granted.out
    assert "The brief is not filled." in granted.out
    assert voronka("deal", "ask-approval", key, "head", by="manager").code == 0
    assert voronka("deal", "approve", key, "head", by="manager").code == 2
    assert voronka("deal", "approve", key, "head", by="head").code == 0
    assert voronka("deal", "instruction", key, by="manager").code == 0
    assert kinds(key)[-2:] == ["deal.move_refused", "deal.approved"]
