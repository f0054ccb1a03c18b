"""Each named guard: when it is met, and what it says is missing when it isn't."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.told import Told, with_stage
from tests.world import SERVICES
from voronka.core import events as e
from voronka.core.guards import GUARDS, enforced, unmet
from voronka.core.process import Closing, Guard, Tripwire

SIMPLE = {
    "brief_filled": e.BriefFilled(),
    "call_logged": e.CallLogged(),
    "recording_sent": e.RecordingSent(),
    "offer_sent": e.OfferSent(),
    "contract_sent": e.ContractSent(),
    "contract_signed": e.ContractSigned(100),
    "invoice_sent": e.InvoiceSent(),
}


def missing(told: Told, name: str, arg: Any = None) -> Any:
    """What one guard says of the deal: None when it is met."""
    found = unmet(told.facts, [Guard(name, arg)])
    return found[0].data if found else None


@pytest.mark.parametrize("name", SIMPLE)
def test_a_guard_that_asks_for_a_fact_is_met_once_the_fact_is_there(name: str) -> None:
    told = Told()
    assert missing(told, name) == {"have": 0, "need": 1}
    assert missing(told.tell(SIMPLE[name]), name) is None


def test_a_brief_filled_before_the_deal_counts() -> None:
    assert missing(Told(brief_filled=True), "brief_filled") is None


def test_steps_are_done_on_the_stage_where_the_deal_is() -> None:
    told = Told()
    assert missing(told, "steps_done") == {
        "steps": ["brief_sent", "brief_read"],
        "titles": ["Бриф отправлен", "Бриф разобран"],
        "have": 0,
        "need": 2,
    }
    told.tell(e.DealStepDone("brief", "brief_sent"), e.DealStepDone("call", "brief_read"))
    assert missing(told, "steps_done")["steps"] == ["brief_read"]
    assert missing(told.tell(e.DealStepDone("brief", "brief_read")), "steps_done") is None
    assert missing(told.tell(e.DealStepDone("brief", "brief_read", False)), "steps_done")["have"] == 1


def test_a_stage_without_steps_asks_for_none() -> None:
    told = Told(with_stage(replace(SERVICES.cycle.stages[0], steps=())))
    assert missing(told, "steps_done") is None


def test_fields_are_named_by_their_titles_while_they_are_empty() -> None:
    told = Told()
    wanted = ("site", "amount", "company", "contact", "unheard")
    assert missing(told, "fields_filled", wanted) == {
        "fields": list(wanted),
        "titles": ["Адрес сайта", "amount", "company", "contact", "unheard"],
        "have": 0,
        "need": 5,
    }
    told.tell(e.DealFieldSet("site", text=5), e.DealFieldSet("amount", number=1))
    told.tell(e.DealFieldSet("company", number=2), e.DealFieldSet("contact", number=3))
    assert missing(told, "fields_filled", wanted)["fields"] == ["unheard"]
    assert missing(told, "fields_filled", "site") is None
    assert missing(told.tell(e.DealFieldSet("site")), "fields_filled", ("site",))["have"] == 0


def test_a_next_step_in_the_past_is_no_next_step() -> None:
    told = Told()
    assert missing(told, "next_step_set") == {"due": None}
    due = told.now + timedelta(minutes=3)
    told.tell(e.DealNextStepSet(due.isoformat()))
    assert missing(told, "next_step_set") is None
    told.now = due + timedelta(seconds=1)
    assert missing(told, "next_step_set") == {"due": due.isoformat()}
    assert missing(told.tell(e.DealNextStepSet()), "next_step_set") == {"due": None}


def test_money_is_measured_against_the_agreed_sum_and_rounded_up() -> None:
    told = Told().tell(e.DealFieldSet("amount", number=1001))
    told.pay(500)
    assert missing(told, "paid", 50) == {
        "have": 500,
        "need": 501,
        "percent": 50,
        "currency": "RUB",
        "agreed": 1001,
    }
    told.pay(1)
    assert missing(told, "paid", 50) is None
    assert missing(told, "paid")["percent"] == 100


def test_nothing_agreed_is_never_paid_and_leads_to_the_amount() -> None:
    told = Told()
    told.pay(500)
    [found] = unmet(told.facts, [Guard("paid", 100)])
    assert (found.door, found.data["agreed"]) == ("amount", 0)
    assert (
        unmet(told.tell(e.DealFieldSet("amount", number=900)).facts, [Guard("paid", 100)])[0].door
        == "payment"
    )


@given(st.integers(1, 10**13), st.integers(0, 10**13), st.integers(0, 200))
def test_paid_means_at_least_this_part_and_always_something(agreed: int, came: int, percent: int) -> None:
    told = Told(amount=agreed)
    if came:
        told.tell(e.PaymentReceived("p", came, "RUB", "2026-11-16"))
    met = missing(told, "paid", percent) is None
    assert met == (came > 0 and came * 100 >= agreed * percent)


def test_a_handover_is_accepted_or_it_is_told_how_it_stands() -> None:
    told = Told().at_handover()
    assert missing(told, "handover_accepted") == {"have": "none"}
    told.tell(e.HandoverOffered())
    assert missing(told, "handover_accepted") == {"have": "offered"}
    assert missing(told.tell(e.HandoverAccepted()), "handover_accepted") is None


TRIPWIRE = replace(SERVICES, closing=Closing(100, Tripwire("audit", "call")))
AUDIT = 900_000


def test_the_tripwire_is_paid_by_its_price_and_by_money_that_is_said_to_be_for_it() -> None:
    told = Told(TRIPWIRE, amount=12_000_000)
    told.tell(e.PaymentReceived("p1", AUDIT, "RUB", "2026-11-16"))
    told.tell(e.PaymentReceived("p2", AUDIT - 1, "RUB", "2026-11-16", offer="audit"))
    assert missing(told, "tripwire_paid") == {
        "have": AUDIT - 1,
        "need": AUDIT,
        "offer": "audit",
        "title": "Аудит",
        "currency": "RUB",
    }
    told.tell(e.PaymentReceived("p3", 1, "RUB", "2026-11-16", offer="audit"))
    assert missing(told, "tripwire_paid") is None
    assert missing(told.tell(e.PaymentVoided("p3")), "tripwire_paid")["have"] == AUDIT - 1


def test_a_tripwire_that_the_passport_does_not_name_is_never_paid() -> None:
    told = Told(amount=100).tell(e.PaymentReceived("p", 100, "RUB", "2026-11-16", offer="audit"))
    assert missing(told, "tripwire_paid")["offer"] == ""
    unknown = replace(SERVICES, closing=Closing(100, Tripwire("gone", "call")))
    assert missing(Told(unknown), "tripwire_paid")["title"] == "gone"


def test_an_instruction_is_read_by_whoever_leads_the_deal_in_its_present_words() -> None:
    stage = replace(SERVICES.cycle.stages[0], instruction="Спросите о бюджете.")
    told = Told(with_stage(stage), owner=3)
    assert missing(told, "instruction_acknowledged") is None
    other = replace(told.facts, read=frozenset({replace(stage, instruction="Иное").digest}))
    assert GUARDS["instruction_acknowledged"].rule(other, Guard("")) == {"stage": "brief", "owner": 3}
    assert missing(told.tell(e.DealAssigned(None)), "instruction_acknowledged")["owner"] is None
    assert missing(Told(), "instruction_acknowledged") is None, "there is nothing to read"


def test_an_approval_holds_for_the_sum_it_was_given_for() -> None:
    told = Told(amount=100)
    lacks = {"role": "head", "title": "Руководитель продаж", "asked": False, "before": None}
    assert missing(told, "approved", "head") == {**lacks, "currency": "RUB"}
    assert missing(told.tell(e.DealApprovalAsked("head")), "approved", "head")["asked"]
    told.tell(e.DealApproved("head", 100))
    assert missing(told, "approved", "head") is None and not told.deal.asks
    assert missing(told, "approved", "manager")["before"] is None
    assert missing(told.tell(e.DealFieldSet("amount", number=200)), "approved", "head")["before"] == 100
    assert missing(told, "approved", "king")["title"] == "king"


def test_a_deal_waits_by_the_working_calendar() -> None:
    told = Told()
    assert missing(told, "waited", "2d") == {"until": "2026-11-18T18:00:00+00:00", "span": "2d"}
    told.now = datetime(2026, 11, 18, 17, 59, tzinfo=UTC)
    assert missing(told, "waited", "2d")
    told.now += timedelta(minutes=1)
    assert missing(told, "waited", "2d") is None


def test_a_condition_of_the_company_is_asked_of_the_notation() -> None:
    told = Told()
    assert missing(told, "expression", "true") is None
    assert missing(told, "expression", "deal.amount > rub(0)") == {"expression": "deal.amount > rub(0)"}
    assert unmet(replace(told.facts, check=None), [Guard("expression", "true")])


def test_only_an_enforced_guard_refuses() -> None:
    guards = [Guard("call_logged", mode=mode) for mode in ("observe", "warn", "enforce")]
    found = unmet(Told().facts, guards)
    assert [one.mode for one in found] == ["observe", "warn", "enforce"]
    assert enforced(found) == found[2:]


def test_every_guard_has_a_sentence_of_its_own_and_a_door() -> None:
    for named in GUARDS.values():
        assert named.door and named.needs and named.rule.__doc__
