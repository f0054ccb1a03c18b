"""Every verb on a deal or an inquiry, ready to be done: what it asks, where it begins, when it is refused."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.world import MONDAY, PRICE, World
from voronka.actions import asks, clients, closing, cycle, entry
from voronka.actions.change import Outcome
from voronka.core.access import Actor
from voronka.store import values

Start = Callable[[World], int]


def inquiry(world: World, *, by: Actor | None = None) -> int:
    """Somebody called; the entry rule does not call it a lead yet."""
    return entry.receive_inquiry(
        channel="phone", name="Ирина", phone="8 921 000-00-00", by=by or world.manager, at=world.later()
    ).key


def closed_inquiry(world: World) -> int:
    """It was spam."""
    key = inquiry(world)
    entry.close_inquiry(key=key, as_what="spam", by=world.manager, at=world.later())
    return key


def moved(world: World) -> int:
    """A deal that was moved a moment ago."""
    return world.deal_at("call")


def paid(world: World) -> int:
    """A deal with money."""
    key = world.deal()
    world.fulfil(key, "contract")
    world.pay(key)
    return key


def offered(world: World) -> int:
    """A deal that is offered to the curator."""
    key = world.deal_at("handover")
    closing.offer_handover(key=key, to=world.curator.id, by=world.manager, at=world.later(seconds=5))
    return key


def payment_of(key: int) -> str:
    """The first payment of a deal."""

    payments = values.deal(key).payments
    return payments[0].id if payments else "nobody's"


def contact(world: World) -> int:
    """Somebody to talk to."""
    return clients.save_contact(name="Ирина", by=world.head, at=world.now)


@dataclass(frozen=True)
class Verb:
    """A verb with an example: `asks` are its arguments, for texts see `texts`; `who` of the story does it.

    `start` makes what it changes, `kinds` are the facts that happen; `refused` makes what it is refused on,
    by `guard`.
    """

    name: str
    act: Callable[..., Outcome]
    start: Start
    kinds: tuple[str, ...]
    asks: Callable[[World, int], dict[str, Any]]
    who: str = "manager"
    refused: Start | None = None
    guard: str = ""
    texts: tuple[str, ...] = field(default=())
    seen: bool = False

    def do(self, world: World, key: int, *, by: Actor | None = None, **changed: Any) -> Outcome:
        """Do it, five seconds later."""
        asked = {**self.asks(world, key), **changed}
        at = asked.pop("at", None) or world.later(seconds=5)
        return self.act(key=key, by=by or getattr(world, self.who), at=at, **asked)

    def __str__(self) -> str:
        return self.name


def _asks(**fixed: Any) -> Callable[[World, int], dict[str, Any]]:
    return lambda world, key: dict(fixed)


DUE = MONDAY + timedelta(days=20)
BY_FACT: dict[str, tuple[Callable[..., Outcome], str, dict[str, Any]]] = {
    "log_brief": (cycle.log_evidence, "brief.filled", {"what": "brief"}),
    "log_call": (cycle.log_evidence, "call.logged", {"what": "call"}),
    "log_recording": (cycle.log_evidence, "recording.sent", {"what": "recording"}),
    "log_contract_sent": (cycle.log_evidence, "contract.sent", {"what": "contract_sent"}),
    "log_offer": (cycle.log_sum, "offer.sent", {"what": "offer", "amount": 500, "offer": "audit"}),
    "log_offer_accepted": (cycle.log_sum, "offer.accepted", {"what": "offer_accepted", "amount": 500}),
    "log_contract": (cycle.log_sum, "contract.signed", {"what": "contract", "amount": 500, "number": "1/2"}),
    "log_invoice": (cycle.log_sum, "invoice.sent", {"what": "invoice", "amount": None}),
}
FACTS = [
    Verb(
        name,
        act,
        World.deal,
        (kind,),
        _asks(**asks, note="слово"),
        refused=World.lost_deal,
        guard="deal_open",
        texts=("note",),
    )
    for name, (act, kind, asks) in BY_FACT.items()
]
ON_DEAL = [
    Verb(
        "move_deal",
        cycle.move_deal,
        lambda world: world.deal_at("brief", ready=True),
        ("deal.moved",),
        _asks(to="call"),
        refused=World.deal,
        guard="brief_filled",
        seen=True,
    ),
    Verb(
        "return_deal",
        cycle.return_deal,
        lambda world: world.deal_at("contract"),
        ("deal.returned",),
        _asks(to="brief", reason="слово"),
        refused=World.deal,
        guard="stage_earlier",
        texts=("reason",),
        seen=True,
    ),
    Verb(
        "undo_move",
        cycle.undo_move,
        moved,
        ("deal.move_undone",),
        _asks(),
        refused=World.deal,
        guard="undo_possible",
    ),
    Verb(
        "lose_deal",
        cycle.lose_deal,
        World.deal,
        ("deal.lost",),
        _asks(reason="price", note="слово"),
        refused=World.won_deal,
        guard="deal_open",
        texts=("note",),
        seen=True,
    ),
    Verb(
        "reopen_deal",
        cycle.reopen_deal,
        World.lost_deal,
        ("deal.reopened",),
        _asks(note="слово"),
        refused=World.deal,
        guard="deal_lost",
        texts=("note",),
    ),
    Verb(
        "tick_step",
        cycle.tick_step,
        World.deal,
        ("deal.step_done",),
        _asks(step="brief_sent"),
        refused=World.lost_deal,
        guard="deal_open",
    ),
    Verb(
        "set_next_step",
        cycle.set_next_step,
        World.deal,
        ("deal.next_step_set",),
        _asks(due=DUE, text="слово"),
        refused=World.lost_deal,
        guard="deal_open",
        texts=("text",),
    ),
    *FACTS,
    Verb(
        "set_amount",
        cycle.set_amount,
        World.deal,
        ("deal.field_set",),
        _asks(amount=700, reason="слово"),
        refused=World.lost_deal,
        guard="deal_open",
        texts=("reason",),
    ),
    Verb(
        "set_field",
        cycle.set_field,
        World.deal,
        ("deal.field_set",),
        _asks(field="site", value="слово"),
        refused=World.lost_deal,
        guard="deal_open",
        texts=("value",),
    ),
    Verb(
        "set_title",
        cycle.set_field,
        World.deal,
        ("deal.field_set",),
        _asks(field="title", value="слово"),
        refused=World.lost_deal,
        guard="deal_open",
        texts=("value",),
    ),
    Verb(
        "set_client",
        cycle.set_client,
        World.deal,
        ("deal.field_set",),
        lambda world, key: {"company": None, "contact": contact(world)},
        refused=World.lost_deal,
        guard="deal_open",
    ),
    Verb(
        "assign_deal",
        cycle.assign_deal,
        World.deal,
        ("deal.assigned",),
        lambda world, key: {"owner": world.owner.id},
        who="head",
    ),
    Verb(
        "ask_exception",
        asks.ask_exception,
        World.deal,
        ("deal.exception_asked",),
        _asks(note="слово"),
        refused=World.lost_deal,
        guard="deal_open",
        texts=("note",),
    ),
    Verb(
        "grant_exception",
        asks.grant_exception,
        World.deal,
        ("deal.exception_granted", "deal.moved"),
        _asks(reason="слово"),
        who="head",
        refused=World.lost_deal,
        guard="deal_open",
        texts=("reason",),
        seen=True,
    ),
    Verb(
        "ask_approval",
        asks.ask_approval,
        World.deal,
        ("deal.approval_asked",),
        _asks(role="head", note="слово"),
        refused=World.lost_deal,
        guard="deal_open",
        texts=("note",),
    ),
    Verb(
        "approve_deal",
        asks.approve_deal,
        World.deal,
        ("deal.approved",),
        _asks(role="manager", note="слово"),
        refused=World.lost_deal,
        guard="deal_open",
        texts=("note",),
    ),
    Verb("add_note", cycle.add_note, World.lost_deal, ("note.added",), _asks(text="слово"), texts=("text",)),
    Verb(
        "receive_payment",
        closing.receive_payment,
        lambda world: world.deal_at("payment"),
        ("payment.received", "deal.moved"),
        lambda world, key: {
            "amount": PRICE,
            "paid_on": MONDAY.date(),
            "proof": world.file(),
            "note": "слово",
        },
        refused=World.lost_deal,
        guard="deal_open",
        texts=("note",),
    ),
    Verb(
        "refund_payment",
        closing.refund_payment,
        paid,
        ("payment.refunded",),
        lambda world, key: {"payment": payment_of(key), "amount": 100, "reason": "слово"},
        who="head",
        refused=World.deal,
        guard="refund_covered",
        texts=("reason",),
    ),
    Verb(
        "void_payment",
        closing.void_payment,
        World.won_deal,
        ("payment.voided", "deal.win_revoked"),
        lambda world, key: {"payment": payment_of(key), "reason": "слово"},
        who="head",
        refused=World.deal,
        guard="payment_standing",
        texts=("reason",),
    ),
    Verb(
        "offer_handover",
        closing.offer_handover,
        lambda world: world.deal_at("handover"),
        ("handover.offered",),
        lambda world, key: {"to": world.curator.id, "note": "слово"},
        refused=World.deal,
        guard="on_last_stage",
        texts=("note",),
        seen=True,
    ),
    Verb(
        "accept_handover",
        closing.accept_handover,
        offered,
        ("handover.accepted", "deal.won"),
        _asks(note="слово"),
        who="curator",
        refused=World.won_deal,
        guard="handover_offered",
        texts=("note",),
        seen=True,
    ),
    Verb(
        "return_handover",
        closing.return_handover,
        offered,
        ("handover.returned",),
        _asks(reason="слово"),
        who="curator",
        refused=World.won_deal,
        guard="handover_offered",
        texts=("reason",),
        seen=True,
    ),
]
ON_INQUIRY = [
    Verb(
        "add_message",
        entry.add_message,
        inquiry,
        ("inquiry.message_added",),
        _asks(message="слово", service_questions=1),
        refused=closed_inquiry,
        guard="inquiry_open",
        texts=("message",),
    ),
    Verb(
        "note_inquiry",
        entry.note_inquiry,
        inquiry,
        ("note.added",),
        _asks(note="слово"),
        refused=closed_inquiry,
        guard="inquiry_open",
        texts=("note",),
    ),
    Verb(
        "fill_brief",
        entry.fill_brief,
        inquiry,
        ("deal.opened", "inquiry.closed"),
        _asks(note="слово"),
        refused=closed_inquiry,
        guard="inquiry_open",
        texts=("note",),
    ),
    Verb(
        "fill_inquiry",
        entry.fill_inquiry,
        inquiry,
        ("inquiry.field_set",),
        _asks(fields={"source": "слово"}),
        refused=closed_inquiry,
        guard="inquiry_open",
    ),
    Verb(
        "answer_inquiry",
        entry.answer_inquiry,
        inquiry,
        ("inquiry.answered",),
        _asks(message="слово"),
        refused=closed_inquiry,
        guard="inquiry_open",
        texts=("message",),
    ),
    Verb(
        "close_inquiry",
        entry.close_inquiry,
        inquiry,
        ("inquiry.closed",),
        _asks(as_what="vacancy", note="слово"),
        refused=closed_inquiry,
        guard="inquiry_open",
        texts=("note",),
    ),
    Verb(
        "promote_inquiry",
        entry.promote_inquiry,
        inquiry,
        ("deal.opened", "inquiry.closed"),
        _asks(title="Сайт"),
        refused=closed_inquiry,
        guard="inquiry_open",
    ),
]
VERBS = [*ON_DEAL, *ON_INQUIRY]
