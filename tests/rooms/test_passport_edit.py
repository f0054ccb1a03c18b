"""Questions answered in forms: what they show, what they write into the draft, and that nothing typed is lost."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.rooms.filled import changed, filled
from tests.rooms.pages import SCRIPT, As, as_  # noqa: F401
from tests.world import PASSPORT, World
from voronka.actions import company, drafts, migration, passport
from voronka.core.questions import WORDS
from voronka.demo import versions
from voronka.formats.passport import edit, plain, read
from voronka.queries.passport import moving
from voronka.queries.records import passports
from voronka.store import values
from voronka.store.models import PassportDraft


@pytest.fixture
def head(world: World, as_: As) -> Iterator[Client]:  # noqa: F811
    """The head's browser, in a company with the demo's long passport."""
    text = versions.text("ru", 2, date(2026, 11, 16))
    passport.publish(text=text, by=world.owner, at=world.later())
    with time_machine.travel(world.later(hours=1), tick=False):
        yield as_("head")


def form(client: Client, word: str) -> list[tuple[str, str]]:
    answer = client.get(f"/passport/{word}/edit")
    assert answer.status_code == 200
    return filled(answer.content.decode(), "answer-form")


def send(client: Client, word: str, fields: dict[str, list[str]], do: str = "save") -> Any:
    return client.post(f"/passport/{word}/edit", {**fields, "do": do})


def drafted() -> str:
    return PassportDraft.objects.get().text


@pytest.mark.parametrize("word", WORDS)
def test_a_form_that_nobody_touched_changes_nothing(head: Client, word: str) -> None:
    answer = send(head, word, changed(form(head, word)))
    assert answer.status_code == 302, answer.content.decode()
    assert not PassportDraft.objects.exists()


def test_one_changed_norm_is_one_changed_line_of_the_draft(world: World, head: Client) -> None:
    held = passports.version(by=world.owner).text
    send(head, "cycle", changed(form(head, "cycle"), cycle__stages__1__norm="2"))
    lines = [
        (old, new) for old, new in zip(held.splitlines(), drafted().splitlines(), strict=True) if old != new
    ]
    assert lines == [("      norm: 3d", "      norm: 2d")]
    page = head.get("/passport/cycle/edit").content.decode()
    assert "изменён 1 ответ" in page


def test_a_new_stage_gets_an_id_of_its_title_and_keeps_it_when_renamed(head: Client) -> None:
    page = send(head, "cycle", changed(form(head, "cycle")), "add:cycle.stages:").content.decode()
    fields = changed(filled(page, "answer-form"), cycle__stages__7__title="Первый замер")
    assert send(head, "cycle", fields).status_code == 302
    assert plain(drafted())["cycle"]["stages"][-1] == {"id": "pervyi_zamer", "title": "Первый замер"}
    send(head, "cycle", changed(form(head, "cycle"), cycle__stages__7__title="Замер"))
    assert plain(drafted())["cycle"]["stages"][-1] == {"id": "pervyi_zamer", "title": "Замер"}


def test_lines_are_moved_and_removed_without_a_script(head: Client) -> None:
    page = send(head, "cycle", changed(form(head, "cycle")), "down:cycle.stages:0").content.decode()
    page = send(
        head, "cycle", changed(filled(page, "answer-form")), "remove:cycle.stages.1.steps:0"
    ).content.decode()
    assert not PassportDraft.objects.exists()
    send(head, "cycle", changed(filled(page, "answer-form")))
    stages = plain(drafted())["cycle"]["stages"]
    assert [one["id"] for one in stages][:2] == ["call", "brief"]
    assert [one["id"] for one in stages[1]["steps"]] == ["brief_read"]


def test_conditions_are_chosen_with_what_they_need(head: Client) -> None:
    page = send(
        head, "cycle", changed(form(head, "cycle")), "add:cycle.stages.0.leave_when:"
    ).content.decode()
    fields = changed(filled(page, "answer-form"), cycle__stages__0__leave_when__2__what="paid")
    page = send(head, "cycle", fields, "again::").content.decode()
    assert 'name="cycle.stages.0.leave_when.2.percent"' in page
    fields = changed(
        filled(page, "answer-form"),
        cycle__stages__0__leave_when__2__percent="50",
        cycle__stages__0__leave_when__2__mode="warn",
    )
    send(head, "cycle", fields)
    asked = plain(drafted())["cycle"]["stages"][0]["leave_when"]
    assert asked == ["brief_filled", "next_step_set", {"paid": "50%", "mode": "warn"}]


@pytest.mark.parametrize(
    ("word", "name", "typed", "code"),
    [
        ("cycle", "cycle.stages.1.norm", "три", "span_unreadable"),
        ("cycle", "cycle.stages.1.title", "", "missing_key"),
        ("entry", "entry.lead_when.own.text", "inquiry.messages >", "expression_syntax"),
        ("closing", "closing.won_when.paid", "0", "won_without_money"),
        ("closing", "closing.won_when.paid", "много", "percent_unreadable"),
        ("product", "product.offers.0.price", "дорого", "amount_unreadable"),
        ("owner", "owner.roles.1.interest.0.value", "130", "percent_out_of_range"),
        ("targets", "targets.revenue.1.value", "миллион", "amount_unreadable"),
        ("control", "control.lapse.after", "-1", "span_unreadable"),
        ("documents", "documents.2.link", "где-то", "link_unreadable"),
    ],
)  # fmt: skip
def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(
    head: Client, word: str, name: str, typed: str, code: str
) -> None:
    fields = changed(form(head, word), **{name: typed})
    if name.endswith(".text"):  # the condition is shown as a text, without its lines
        own = name.removesuffix("text")
        fields = {one: value for one, value in fields.items() if not one.startswith(own)}
        fields |= {name: [typed], own + "as": ["text"]}
    answer = send(head, word, fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert dict(filled(page, "answer-form"))[name] == typed
    assert f'data-code="{code}"' in page
    assert not PassportDraft.objects.exists()


def test_when_an_inquiry_becomes_a_deal_is_ticked_or_put_together_by_lines(
    world: World, head: Client
) -> None:
    own = "entry.lead_when.own"
    fields = changed(
        form(head, "entry"),
        **{f"{own}.0.fact": "inquiry.messages", f"{own}.0.sign": ">=", f"{own}.0.value": "5"},
    )
    before = plain(passports.version(by=world.owner).text)["entry"]["lead_when"]
    send(head, "entry", fields)
    assert plain(drafted())["entry"]["lead_when"] == f"{before} || inquiry.messages >= 5"
    shown = dict(form(head, "entry"))
    assert (shown[f"{own}.0.fact"], shown[f"{own}.0.value"]) == ("inquiry.messages", "5")


def test_what_the_form_does_not_know_stays_in_the_text(world: World, head: Client) -> None:
    text = passports.version(by=world.owner).text
    skip = {**plain(text)["cycle"], "may_skip": {"strategy": "deal.amount < rub(30000)"}}
    drafts.begin_draft(text=edit(text, "cycle", skip), by=world.owner, at=world.now)
    send(head, "cycle", changed(form(head, "cycle"), cycle__stages__0__norm="1"))
    assert plain(drafted())["cycle"]["may_skip"] == {"strategy": "deal.amount < rub(30000)"}


def test_two_tabs_with_two_questions_both_stay(head: Client) -> None:
    mine, theirs = changed(form(head, "product"), product__result="Моё"), changed(form(head, "closing"))
    send(head, "closing", {**theirs, "closing.won_when.paid": ["50"]})
    assert send(head, "product", mine).status_code == 302
    now = plain(drafted())
    assert (now["product"]["result"], now["closing"]["won_when"]["paid"]) == ("Моё", "50%")


def test_two_tabs_with_one_question_show_both_answers_and_let_choose(head: Client) -> None:
    mine = changed(form(head, "product"), product__result="Моё")
    send(head, "product", changed(form(head, "product"), product__result="Их"))
    answer = send(head, "product", mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Их." in page and dict(filled(page, "answer-form"))["product.result"] == "Моё"
    assert plain(drafted())["product"]["result"] == "Их"
    assert send(head, "product", changed(filled(page, "answer-form"))).status_code == 302
    assert plain(drafted())["product"]["result"] == "Моё"


def test_an_error_in_another_question_is_saved_and_told(head: Client) -> None:
    page = send(head, "cycle", changed(form(head, "cycle")), "remove:cycle.stages:1").content.decode()
    assert send(head, "cycle", changed(filled(page, "answer-form"))).status_code == 302
    assert "unknown_stage" in {one.code for one in read(drafted()).errors}
    assert '<span class="bad">' in head.get("/passport/product/edit").content.decode()


def test_a_channel_that_everybody_knows_needs_no_title(head: Client) -> None:
    page = send(head, "entry", changed(form(head, "entry")), "add:entry.channels:").content.decode()
    send(head, "entry", changed(filled(page, "answer-form"), entry__channels__6__title="Telegram"))
    assert plain(drafted())["entry"]["channels"][-1] == "telegram"


def test_a_fragment_is_only_the_form(head: Client) -> None:
    answer = head.post(
        "/passport/cycle/edit", {**changed(form(head, "cycle")), "do": "add:cycle.stages:"}, **SCRIPT
    )
    page = answer.content.decode()
    assert page.lstrip().startswith("<form") and 'class="line fresh"' in page


def test_only_those_who_may_draft_see_the_forms(world: World, head: Client, as_: As) -> None:  # noqa: F811
    assert as_("manager").get("/passport/cycle/edit").status_code == 403
    assert as_("manager").post("/passport/cycle/edit", {"do": "save"}).status_code == 403
    assert as_("manager").get("/passport/draft").status_code == 403


@pytest.mark.parametrize("name", ["cycle.stages", "cycle.stages.0.title", "seen", "do", "cycle.stages.0.id"])
def test_whatever_is_sent_is_no_bug(head: Client, name: str) -> None:
    for junk in ("", "\x00", "<script>", "a" * 6000, "🙂", "add:nowhere:7", "..", "add"):
        answer = head.post("/passport/cycle/edit", {**changed(form(head, "cycle")), "do": "save", name: junk})
        assert answer.status_code in (200, 302, 409, 422)


def test_the_draft_shows_both_sides_of_what_it_changes_and_is_published(world: World, head: Client) -> None:
    send(head, "product", changed(form(head, "product"), product__result="Оплаченный ремонт"))
    page = head.get("/passport/draft").content.decode()
    assert 'id="draft-product" data-state="changed"' in page and "Оплаченный ремонт" in page
    assert page.count('data-state="same"') == 9
    fields = {"seen": str(PassportDraft.objects.get().seq), "do": "publish"}
    assert head.post("/passport/draft", fields, follow=True).redirect_chain == [("/passport", 302)]
    assert passports.version(by=world.owner).answers["product"]["result"] == "Оплаченный ремонт"
    assert not PassportDraft.objects.exists()


def test_a_draft_with_errors_is_not_published_and_says_why(head: Client) -> None:
    page = send(head, "cycle", changed(form(head, "cycle")), "remove:cycle.stages:1").content.decode()
    send(head, "cycle", changed(filled(page, "answer-form")))
    page = head.get("/passport/draft").content.decode()
    assert 'id="draft-closing" data-state="wrong"' in page and "disabled" in page
    seen = str(PassportDraft.objects.get().seq)
    assert head.post("/passport/draft", {"seen": seen, "do": "publish"}).status_code == 422
    assert head.post("/passport/draft", {"seen": "99", "do": "discard"}).status_code == 409
    assert head.post("/passport/draft", {"seen": seen, "do": "discard"}).status_code == 302
    assert not PassportDraft.objects.exists()


def test_a_condition_of_ones_own_is_put_together_by_lines(head: Client) -> None:
    line = "cycle.stages.1.leave_when.1.own"
    shown = form(head, "cycle")
    assert dict(shown)[f"{line}.0.fact"] == "deal.amount"
    again = changed(shown, **{f"{line}.1.fact": "deal.calls"})
    page = send(head, "cycle", again, do="again::").content.decode()
    assert f'name="{line}.1.value"' in page, "another fact brings its own signs and a field for the value"
    told = {f"{line}.1.{key}": value for key, value in LINE.items()}
    assert send(head, "cycle", {**again, **{key: [value] for key, value in told.items()}}).status_code == 302
    assert "deal.amount > rub(0) && deal.calls >= 2" in drafted()


LINE = {"fact": "deal.calls", "was": "deal.calls", "sign": ">=", "value": "2"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"0.value": "дорого"}, "expression_syntax"),
        ({"as": "text", "text": "deal.amount > 5"}, "expression_money"),
    ],
)
def test_a_condition_that_is_wrong_is_not_saved_and_what_was_typed_stays(
    head: Client, changes: dict[str, str], code: str
) -> None:
    own = "cycle.stages.1.leave_when.1.own."
    fields = changed(form(head, "cycle"))
    if "text" in changes:
        fields = {key: value for key, value in fields.items() if not key.startswith(own)}
    answer = send(head, "cycle", {**fields, **{own + key: [value] for key, value in changes.items()}})
    page = answer.content.decode()
    assert answer.status_code == 422 and f'data-code="{code}"' in page and " autofocus" in page
    assert any(list(changes.values())[-1] in value for _name, value in filled(page, "answer-form"))
    assert not PassportDraft.objects.exists()


def test_a_text_that_names_no_money_is_looked_at_in_that_of_the_company(world: World, head: Client) -> None:
    company.change_company(currency="EUR", by=world.owner, at=world.later())
    text = PASSPORT.replace("currency: RUB\n", "")
    drafts.begin_draft(text=text, by=world.head, at=world.later())
    page = head.get("/passport/draft").content.decode()
    assert "€" in page


def test_what_a_draft_says_otherwise_stands_in_sentences(head: Client) -> None:
    send(head, "cycle", changed(form(head, "cycle"), cycle__stages__1__norm="2"))
    for path in ("/passport/draft", "/passport/cycle/edit"):
        assert "было 3 рабочих дня, стало 2 рабочих дня" in head.get(path).content.decode()


def test_open_deals_go_on_by_the_new_version_if_it_is_so_chosen(world: World, as_: As) -> None:  # noqa: F811
    key, browser = world.deal_at("call"), as_("head")
    page = send(browser, "cycle", changed(form(browser, "cycle")), "remove:cycle.stages:1").content.decode()
    send(browser, "cycle", changed(filled(page, "answer-form")))
    asks = browser.post("/passport/draft", {"seen": "1", "do": "publish"})
    page = browser.get(asks.headers["Location"]).content.decode()
    assert "1 открытая сделка" in page and 'name="stage.call"' in page
    fields = {"seen": "1", "do": "publish", "deals": "migrate", "stage.call": ""}
    refused = browser.post("/passport/publish", fields)
    assert refused.status_code == 422 and "checked" in refused.content.decode()
    browser.post("/passport/publish", {**fields, "stage.call": "brief"})
    asked = moving.migrations(by=world.head)[0]
    migration.perform(key=asked.key, now=world.later, door="worker")
    deal = values.deal(key)
    assert (deal.version, deal.stage) == (2, "brief")


def test_a_stage_is_let_be_skipped_in_the_form(head: Client) -> None:
    shown = changed(form(head, "cycle"))
    own = "cycle.may_skip.strategy.0."
    told = {"fact": "deal.amount", "was": "deal.amount", "sign": "<", "value": "30 000"}
    assert (
        send(head, "cycle", {**shown, **{own + key: [value] for key, value in told.items()}}).status_code
        == 302
    )
    assert plain(drafted())["cycle"]["may_skip"] == {"strategy": "deal.amount < rub(30000)"}
    again = changed(form(head, "cycle"))
    assert again[own + "fact"] == ["deal.amount"]
    assert send(head, "cycle", {**again, own + "fact": [""]}).status_code == 302
    assert "may_skip" not in plain(drafted())["cycle"]


def test_a_team_has_its_plan(head: Client) -> None:
    page = send(head, "targets", changed(form(head, "targets")), "add:targets.teams:").content.decode()
    again = changed(filled(page, "answer-form"), targets__teams__0__whom="Север")
    page = send(head, "targets", again, "add:targets.teams.0.months:").content.decode()
    fields = changed(
        filled(page, "answer-form"),
        targets__teams__0__months__0__month="2026-12",
        targets__teams__0__months__0__value="500 000",
    )
    assert send(head, "targets", fields).status_code == 302
    assert plain(drafted())["targets"]["teams"] == {"Север": {"2026-12": 500000}}
    assert send(head, "targets", changed(form(head, "targets"))).status_code == 302
    assert plain(drafted())["targets"]["teams"] == {"Север": {"2026-12": 500000}}
