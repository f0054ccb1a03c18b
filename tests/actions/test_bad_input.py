"""What no one should enter: a problem with its place, nothing kept, nothing raised that nobody expects."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.actions.verbs import ON_DEAL, payment_of
from tests.world import MONDAY, PRICE, World
from voronka.actions import closing, cycle, entry
from voronka.core import events as e
from voronka.core.problems import Invalid, NotFound
from voronka.store import log, values
from voronka.store.models import Contact, DealRow, EventRow, InquiryRow

VERBS = {verb.name: verb for verb in ON_DEAL}
LONG = "я" * 10_000
ODD = ["", "\x00", "<script>alert(1)</script>", "💰", LONG, "\ud83d", "../../etc", "' OR 1=1 --"]


def codes(caught: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    """What was wrong, and where."""
    return [(one.code, one.field) for one in caught.value.problems]


@pytest.mark.parametrize(("amount", "code"), [(-1, "amount_negative"), (10**18, "amount_too_large")])
def test_an_amount_out_of_bounds_is_refused_wherever_it_is_entered(
    world: World, amount: int, code: str
) -> None:
    key = world.deal()
    kept = EventRow.objects.count()
    tries: list[tuple[str, dict[str, Any]]] = [
        ("set_amount", {"amount": amount}),
        ("log_contract", {"amount": amount}),
        ("log_offer", {"amount": amount}),
        ("log_invoice", {"amount": amount}),
        ("receive_payment", {"amount": amount}),
        ("refund_payment", {"amount": amount}),
    ]
    for name, asked in tries:
        with pytest.raises(Invalid) as caught:
            VERBS[name].do(world, key, **asked)
        assert codes(caught) == [(code, "amount")], name
    with pytest.raises(Invalid) as caught:
        entry.open_deal(title="Сайт", amount=amount, by=world.manager, at=world.now)
    assert codes(caught) == [(code, "amount")]
    assert EventRow.objects.count() == kept


@pytest.mark.parametrize("what", ["contract", "offer_accepted"])
@pytest.mark.parametrize("amount", [0, None])
def test_what_money_is_measured_against_names_its_sum(world: World, what: str, amount: int | None) -> None:
    with pytest.raises(Invalid) as caught:
        cycle.log_sum(key=world.deal(), what=what, amount=amount, by=world.manager, at=world.now)
    assert codes(caught) == [("amount_empty", "amount")]


def test_a_payment_of_nothing_from_tomorrow_without_proof_is_told_all_at_once(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        closing.receive_payment(
            key=world.deal(),
            amount=0,
            paid_on=date(2026, 11, 17),
            proof=None,
            method=LONG,
            by=world.manager,
            at=world.now,
        )
    assert codes(caught) == [
        ("amount_empty", "amount"),
        ("in_the_future", "paid_on"),
        ("unknown_choice", "method"),
        ("proof_needed", "proof"),
    ]
    assert len(str(caught.value.problems[2].data["have"])) <= 64


def test_today_is_the_companys_today(world: World) -> None:
    late = datetime(2026, 11, 16, 21, 30, tzinfo=UTC)  # half past midnight in Moscow
    known = {"amount": 5, "proof": world.file(), "by": world.manager, "at": late}
    assert closing.receive_payment(key=world.deal(), paid_on=date(2026, 11, 17), **known).done
    with pytest.raises(Invalid):
        closing.receive_payment(key=world.deal(), paid_on=date(2026, 11, 18), **known)


def test_a_refund_of_nothing_is_no_refund(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        VERBS["refund_payment"].do(world, world.deal(), amount=0)
    assert codes(caught) == [("amount_empty", "amount")]


@pytest.mark.parametrize(
    ("name", "field"),
    [("refund_payment", "reason"), ("void_payment", "reason"), ("return_handover", "reason")],
)
def test_what_takes_something_back_says_why(world: World, name: str, field: str) -> None:
    verb = VERBS[name]
    key = verb.start(world)
    for empty in ("", "  ", "\x00"):
        with pytest.raises(Invalid) as caught:
            verb.do(world, key, **{field: empty})
        assert codes(caught) == [("required", field)]


def test_a_note_has_words_or_a_file(world: World) -> None:
    key = world.deal()
    with pytest.raises(Invalid) as caught:
        cycle.add_note(key=key, text=" ", by=world.manager, at=world.now)
    assert codes(caught) == [("required", "text")]
    assert cycle.add_note(key=key, text="", proof=world.file(), by=world.manager, at=world.now).done


@pytest.mark.parametrize("odd", ODD)
def test_a_stage_a_reason_or_a_step_that_nobody_knows_is_refused_briefly(world: World, odd: str) -> None:
    key = world.deal()
    tries = [
        ("move_deal", "to", "stage_known"),
        ("return_deal", "to", "stage_earlier"),
        ("lose_deal", "reason", "lost_reason_known"),
        ("tick_step", "step", "step_known"),
        ("refund_payment", "payment", "refund_covered"),
        ("void_payment", "payment", "payment_standing"),
    ]
    for name, field, guard in tries:
        outcome = VERBS[name].do(world, key, **{field: odd})
        assert [one.guard for one in outcome.refused] == [guard]
        last = log.stream(f"deal:{key}")[-1].event
        assert isinstance(last, e.DealMoveRefused) and len(repr(last)) < 800
    assert values.deal(key).stage == "brief"


@pytest.mark.parametrize("odd", ODD)
def test_a_choice_that_nobody_offered_is_refused_with_those_that_are(world: World, odd: str) -> None:
    key = world.deal()
    tries: list[tuple[str, str, list[str]]] = [
        ("log_call", "what", ["brief", "call", "contract_sent", "recording"]),
        ("log_contract", "what", ["contract", "invoice", "offer", "offer_accepted"]),
        ("set_field", "field", ["goal", "site", "title"]),
        ("log_offer", "offer", ["audit", "site"]),
    ]
    for name, field, known in tries:
        if name == "log_offer" and not odd:
            continue
        with pytest.raises(Invalid) as caught:
            VERBS[name].do(world, key, **{field: odd})
        assert codes(caught) == [("unknown_choice", field)]
        assert caught.value.problems[0].data["known"] == known


@pytest.mark.parametrize("odd", ODD)
def test_money_in_a_currency_that_is_none_is_refused(world: World, odd: str) -> None:
    outcome = VERBS["receive_payment"].do(world, world.deal(), currency=odd)
    assert outcome.done if not odd else outcome.refused[0].guard == "same_currency"


def test_a_next_step_is_ahead_but_not_beyond_the_calendar(world: World) -> None:
    verb, key = VERBS["set_next_step"], world.deal()
    for due, code in (
        (MONDAY - timedelta(days=1), "in_the_past"),
        (datetime.min.replace(tzinfo=UTC), "in_the_past"),
        (MONDAY + timedelta(days=4000), "too_far_ahead"),
        (datetime.max.replace(tzinfo=UTC), "too_far_ahead"),
    ):
        with pytest.raises(Invalid) as caught:
            verb.do(world, key, due=due)
        assert codes(caught) == [(code, "due")]
    assert verb.do(world, key, due=None).done


def test_a_repeated_next_step_gets_its_answer_though_the_moment_has_passed(world: World) -> None:
    verb, key = VERBS["set_next_step"], world.deal()
    due = world.now + timedelta(minutes=1)
    first = verb.do(world, key, due=due, request="r")
    world.later(hours=1)
    assert verb.do(world, key, due=due, request="r").seq == first.seq


@pytest.mark.parametrize("nobody", [0, -1, 10**6, 2**63, 10**40])
def test_a_person_a_file_or_a_client_that_is_not_there_is_told(world: World, nobody: int) -> None:
    key = world.deal_at("handover")
    for name, field, code in (
        ("assign_deal", "owner", "unknown_person"),
        ("offer_handover", "to", "unknown_person"),
        ("add_note", "proof", "file_unknown"),
        ("log_call", "proof", "file_unknown"),
        ("receive_payment", "proof", "file_unknown"),
    ):
        with pytest.raises(Invalid) as caught:
            VERBS[name].do(world, key, **{field: nobody})
        assert codes(caught) == [(code, field)]
    for field in ("company", "contact"):
        with pytest.raises(NotFound) as missing:
            VERBS["set_client"].do(world, key, **{"company": None, "contact": None, field: nobody})
        assert (missing.value.noun, missing.value.key) == (field, nobody)


def test_who_has_left_gets_no_deal(world: World) -> None:
    person = world.person("curator")
    person.is_active = False
    person.save()
    with pytest.raises(Invalid):
        VERBS["offer_handover"].do(world, world.deal_at("handover"))


def test_the_sum_of_a_paid_deal_changes_by_the_head_and_with_a_reason_only(world: World) -> None:
    key = world.deal_at("payment")
    world.pay(key, 100)
    change = VERBS["log_contract"]
    assert change.do(world, key).refused[0].guard == "amount_free"
    assert change.do(world, key, by=world.head).refused[0].guard == "amount_reason"
    done = change.do(world, key, by=world.head, amount=PRICE // 2, reason="Скидка за срок")
    assert done.done and values.deal(key).agreed == PRICE // 2


def test_money_of_a_won_deal_goes_back_and_the_deal_stays_won(world: World) -> None:
    key = world.won_deal()
    VERBS["refund_payment"].do(world, key, amount=PRICE)
    assert values.deal(key).status == "won"
    assert VERBS["void_payment"].do(world, key, payment=payment_of(key)).refused


class TestEntry:
    """Inquiries and deals that begin badly."""

    def receive(self, world: World, **told: Any) -> Any:
        known = {"channel": "phone", "name": "Ирина", "by": world.manager, "at": world.later()}
        return entry.receive_inquiry(**{**known, **told})

    @pytest.mark.parametrize("odd", ODD)
    def test_an_unknown_channel_is_refused_with_those_there_are(self, world: World, odd: str) -> None:
        with pytest.raises(Invalid) as caught:
            self.receive(world, channel=odd)
        assert caught.value.problems[0].data["known"] == ["site_form", "phone"]
        if odd:
            with pytest.raises(Invalid):
                entry.open_deal(title="Сайт", channel=odd, by=world.manager, at=world.now)

    def test_somebody_must_be_named(self, world: World) -> None:
        for empty in ("", " ", "\x00"):
            with pytest.raises(Invalid) as caught:
                self.receive(world, name=empty, phone=empty, email=empty)
            assert codes(caught) == [("client_needed", "name")]
            with pytest.raises(Invalid) as caught:
                entry.open_deal(title=empty, by=world.manager, at=world.now)
            assert codes(caught) == [("client_needed", "title")]

    def test_a_phone_is_name_enough(self, world: World) -> None:
        self.receive(world, name=" \x00", phone="8 (921) 000-00-00")
        person = Contact.objects.get()
        assert (person.name, person.phone) == ("8 (921) 000-00-00", "+79210000000")

    @pytest.mark.parametrize(
        ("field", "typed", "code"),
        [
            ("name", LONG, "too_long"),
            ("phone", "8" * 33, "too_long"),
            ("email", "nobody", "email_unreadable"),
            ("email", "я" * 250 + "@x.ru", "too_long"),
            ("message", LONG + "я", "too_long"),
            ("service_questions", 10**18, "number_large"),
        ],
    )
    def test_what_is_wrong_leaves_nothing_behind(
        self, world: World, field: str, typed: Any, code: str
    ) -> None:
        with pytest.raises(Invalid) as caught:
            self.receive(world, **{field: typed})
        assert codes(caught) == [(code, field)]
        assert not Contact.objects.exists() and not InquiryRow.objects.exists()

    @pytest.mark.parametrize("name", ["<script>alert(1)</script>", "İ" * 300, "💰" * 300, "О’Генри, ИП «Ёж»"])
    def test_any_name_is_kept_as_it_was_typed(self, world: World, name: str) -> None:
        self.receive(world, name=name)
        assert Contact.objects.get().name == name

    def test_questions_are_counted_from_none(self, world: World) -> None:
        key = self.receive(world, service_questions=-5).key
        assert values.inquiry(key).service_questions == 0
        with pytest.raises(Invalid) as caught:
            entry.add_message(key=key, service_questions=-1, by=world.manager, at=world.now)
        assert codes(caught) == [("required", "message")]
        with pytest.raises(Invalid):
            entry.add_message(key=key, service_questions=1001, by=world.manager, at=world.now)

    @pytest.mark.parametrize("nobody", [0, 10**6, 10**40])
    def test_a_client_or_an_owner_that_is_not_there_is_told(self, world: World, nobody: int) -> None:
        with pytest.raises(NotFound):
            self.receive(world, contact=nobody)
        for field in ("company", "contact"):
            with pytest.raises(NotFound):
                entry.open_deal(title="Сайт", by=world.head, at=world.now, **{field: nobody})
        with pytest.raises(Invalid):
            entry.open_deal(title="Сайт", owner=nobody, by=world.head, at=world.now)
        assert not DealRow.objects.exists()

    def test_a_process_that_is_not_there_is_not_found(self, world: World) -> None:
        with pytest.raises(NotFound):
            self.receive(world, process="nothing")

    def test_what_is_no_lead_is_one_of_the_things_that_are_none(self, world: World) -> None:
        key = self.receive(world).key
        outcome = entry.close_inquiry(key=key, as_what=LONG, by=world.manager, at=world.later())
        assert outcome.refused[0].guard == "not_a_lead_known" and outcome.seq == 2
        assert outcome.status == "open" and outcome.kinds == ("inquiry.change_refused",)
