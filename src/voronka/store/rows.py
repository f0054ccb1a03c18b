"""Facts to rows: the only writer of process columns, visits, payments and counters."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from voronka.core import events as e
from voronka.core.deal import Deal, Payment, Stamp
from voronka.core.entry import Inquiry
from voronka.core.visits import Visit, outcome_of, retold
from voronka.store import codec, names, sql, values

Change = tuple[e.Event, Stamp, Deal]
"""A fact, its stamp, and the deal after it."""


_PLAIN = {
    **{name: name for name in (
        "seq", "state_seq", "process", "born_version", "version", "status", "stage", "entered_at", "opened_at",
        "closed_at", "currency", "amount", "contract_amount", "offer_amount", "agreed", "paid", "inquiry",
        "channel", "early", "next_step_at", "next_step_text", "handover", "handover_to", "lost_reason",
        "heard_at", "imported",
    )},
    "owner_id": "owner",
    "company_id": "company",
    "contact_id": "contact",
}  # fmt: skip
"""Columns that are a field of the deal as it is, and the field."""
_plain = attrgetter(*_PLAIN.values())
_BEHIND_DUE = frozenset({"status", "stage", "entered_at", "version", "closed_at", "next_step_at"})
"""Columns that `due_at` and `urgent_at` follow from."""


def columns(deal: Deal) -> dict[str, Any]:
    """Every column of the deal's row that the fold decides, by its name; not `id`, not `title`."""
    due = due_at(deal)
    return {
        **dict(zip(_PLAIN, _plain(deal), strict=True)),
        "due_at": due,
        "urgent_at": urgent_at(deal, due),
        "state": codec.dumps(_state(deal)),
    }


def changed_columns(before: Deal, after: Deal) -> dict[str, Any]:
    """The columns that these facts changed, and perhaps one more: cheaper than comparing all of two rows."""
    told = {
        column: new
        for column, old, new in zip(_PLAIN, _plain(before), _plain(after), strict=True)
        if old is not new and old != new
    }
    told["state"] = codec.dumps(_state(after))
    if not _BEHIND_DUE.isdisjoint(told):
        due = due_at(after)
        told["due_at"], told["urgent_at"] = due, urgent_at(after, due)
    return told


def _state(deal: Deal) -> dict[str, Any]:
    """The rest of the fold; what says nothing is left out, so that equal deals have equal text."""
    whole = {
        "steps": deal.steps and sorted(deal.steps),
        "fields": deal.fields,
        "values": deal.values,
        "evidence": deal.evidence,
        "payments": [
            {
                "id": one.id,
                "amount": one.amount,
                "paid_on": one.paid_on,
                "refunded": one.refunded,
                "voided": one.voided,
                "by_hand": one.by_hand,
                **({"offer": one.offer} if one.offer else {}),
                **({"imported": one.imported} if one.imported else {}),
            }
            for one in deal.payments
        ],
        "approvals": deal.approvals,
        "asks": deal.asks,
        "handover_by": deal.handover_by,
        "visit": deal.visit,
        "moved_seq": deal.moved_seq,
        "moved_at": deal.moved_at and deal.moved_at.isoformat(),
        "moved_from": deal.moved_from,
        "moved_entered_at": deal.moved_entered_at and deal.moved_entered_at.isoformat(),
    }
    return {name: value for name, value in whole.items() if value}


def due_at(deal: Deal) -> datetime | None:
    """When the norm of the deal's stage is over; None for a closed deal or a stage without a norm."""
    if deal.status != "open":
        return None
    norm = values.process(deal.process, deal.version).stage(deal.stage).norm
    return values.calendar().after(deal.entered_at, norm) if norm else None


def urgent_at(deal: Deal, due: datetime | None) -> datetime:
    """What orders the board: the sooner, the higher. Without a next step the deal asks for one at once."""
    if deal.closed_at is not None:
        return deal.closed_at
    if deal.next_step_at is None:
        return deal.entered_at
    return min(deal.next_step_at, due) if due else deal.next_step_at


def insert_deal(deal: Deal, title: str) -> int:
    """A new row; its key."""
    key = _insert("store_dealrow", {**columns(deal), "title": title})
    if title:
        names.keep("deal", {"id": key, "title": title})
    return key


def _insert(table: str, row: dict[str, Any]) -> int:
    made = sql.one(sql.insert(table, tuple(row)) + " RETURNING id", tuple(row.values()))
    assert made is not None
    return int(made[0])


def update_deal(before: Deal | None, after: Deal, changes: Sequence[Change]) -> None:
    """Write what these facts changed: the row, the stays, the payments and the counters."""
    if before is not None:
        changed = changed_columns(before, after)
        sql.run(
            sql.update("store_dealrow", tuple(changed), "id = %s AND seq = %s"),
            (*changed.values(), after.key, before.seq),
        )
    for event, stamp, deal in changes:
        _keep_visit(event, stamp, deal)
        _keep_passes(event, stamp, deal)
        if proof := getattr(event, "proof", None):
            sql.run(INSERT_FILE_USE, (proof, deal.key))
    if before is None or before.payments != after.payments:
        _keep_payments(before, after)
    if before is None or before.asks is not after.asks or before.version != after.version:
        _keep_asks(ask_values(before) if before else [], ask_values(after))
    if before is None or before.values is not after.values:
        _keep_fields(before, after)
    keep_counts(count_changes(before, after))


INSERT_PASS = sql.insert(
    "store_passrow", ("deal_id", "seq", "place", "process", "stage", "guard", "mode", "at", "by")
)


def pass_values(event: e.Event, stamp: Stamp, deal: Deal) -> list[tuple[object, ...]]:
    """What a move passed, as INSERT_PASS wants it."""
    if not isinstance(event, e.DealMoved):
        return []
    return [
        (deal.key, stamp.seq, place, deal.process, event.frm, one["guard"], one["mode"], stamp.at, stamp.by)
        for place, one in enumerate(event.passed)
    ]


def passed(told: Iterable[tuple[e.Event, Stamp]], deal: Deal) -> list[tuple[object, ...]]:
    """What all these facts of a deal leave of it: an undone move has passed nothing."""
    found: list[tuple[object, ...]] = []
    for event, stamp in told:
        if isinstance(event, e.DealMoveUndone):
            found = [row for row in found if row[1] != event.undone]
        found += pass_values(event, stamp, deal)
    return found


def _keep_passes(event: e.Event, stamp: Stamp, deal: Deal) -> None:
    if isinstance(event, e.DealMoveUndone):
        sql.run("DELETE FROM store_passrow WHERE deal_id = %s AND seq = %s", (deal.key, event.undone))
    for row in pass_values(event, stamp, deal):
        sql.run(INSERT_PASS, row)


def update_deals(told: Sequence[tuple[Deal, Deal, Sequence[Change]]]) -> None:
    """The same for many deals at once: before, after, and what happened; each counter is written once."""
    alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    payments: list[tuple[object, ...]] = []
    counts: dict[Place, tuple[int, int]] = {}
    for before, after, changes in told:
        changed = changed_columns(before, after)
        alike.setdefault(tuple(changed), []).append((*changed.values(), after.key, before.seq))
        for event, stamp, deal in changes:
            _keep_visit(event, stamp, deal)
            _keep_passes(event, stamp, deal)
        if before.payments != after.payments:
            known_ones = {one.id for one in before.payments}
            payments += [payment_values(after, one) for one in after.payments if one.id not in known_ones]
            _keep_known_payments(before, after)
        if before.asks is not after.asks or before.version != after.version:
            _keep_asks(ask_values(before), ask_values(after))
        if before.values is not after.values:
            _keep_fields(before, after)
        for place, (count, total) in count_changes(before, after).items():
            known = counts.get(place, (0, 0))
            counts[place] = (known[0] + count, known[1] + total)
    if payments:
        sql.many(INSERT_PAYMENT, payments)
    for columns_changed, values_of in alike.items():
        sql.many(sql.update("store_dealrow", columns_changed, "id = %s AND seq = %s"), values_of)
    keep_counts({place: change for place, change in counts.items() if change != (0, 0)})


_VISIT = sql.insert(
    "store_visitrow", ("deal_id", "place", "process", "version", "stage", "entered_at", "outcome")
)
_VISIT_LEFT = sql.insert(
    "store_visitrow", ("deal_id", "place", "process", "version", "stage", "entered_at", "left_at", "outcome")
)
_LEAVE = "UPDATE store_visitrow SET left_at = %s, outcome = %s WHERE deal_id = %s AND place = %s"


def _keep_visit(event: e.Event, stamp: Stamp, deal: Deal) -> None:
    match event:
        case e.DealOpened() | e.DealReopened() | e.DealWinRevoked():
            _enter(deal)
        case e.DealMoved() | e.DealReturned():
            sql.run(_LEAVE, (stamp.at, outcome_of(event), deal.key, deal.visit - 1))
            _enter(deal)
        case e.DealMigrated() if event.from_stage != event.to_stage:
            sql.run(_LEAVE, (stamp.at, outcome_of(event), deal.key, deal.visit - 1))
            _enter(deal)
        case e.DealMoveUndone():
            sql.run(
                "DELETE FROM store_visitrow WHERE deal_id = %s AND place = %s", (deal.key, deal.visit + 1)
            )
            sql.run(_LEAVE, (None, "", deal.key, deal.visit))
        case e.DealHistoryTold():
            ended = "" if deal.status == "open" else deal.status
            stays = retold(event, deal.born_version, deal.closed_at, ended)
            sql.run("DELETE FROM store_visitrow WHERE deal_id = %s", (deal.key,))
            sql.many(_VISIT_LEFT, [stay_values(deal, one) for one in stays])
        case e.DealWithdrawn():
            sql.run("DELETE FROM store_visitrow WHERE deal_id = %s", (deal.key,))
        case e.DealLost() | e.DealWon() | e.DealWinImported():
            sql.run(_LEAVE, (stamp.at, outcome_of(event), deal.key, deal.visit))


def stay_values(deal: Deal, one: Visit) -> tuple[object, ...]:
    """A stay as a row of its own, with its end."""
    return (
        deal.key, one.place, deal.process, one.version, one.stage, one.entered_at, one.left_at, one.outcome,
    )  # fmt: skip


def _enter(deal: Deal) -> None:
    sql.run(_VISIT, (deal.key, deal.visit, deal.process, deal.version, deal.stage, deal.entered_at, ""))


INSERT_FILE_USE = sql.insert("store_fileuse", ("upload_id", "deal_id"))
INSERT_PAYMENT = sql.insert(
    "store_paymentrow", ("id", "deal_id", "amount", "refunded", "voided", "currency", "paid_on", "by_hand")
)
_PAYMENT_CHANGED = "UPDATE store_paymentrow SET refunded = %s, voided = %s WHERE id = %s"


def payment_values(deal: Deal, one: Payment) -> tuple[object, ...]:
    """A payment as INSERT_PAYMENT wants it."""
    paid_on = date.fromisoformat(one.paid_on)
    return (one.id, deal.key, one.amount, one.refunded, one.voided, deal.currency, paid_on, one.by_hand)


def _keep_payments(before: Deal | None, after: Deal) -> None:
    known = {one.id for one in before.payments} if before else set()
    for one in after.payments:
        if one.id not in known:
            sql.run(INSERT_PAYMENT, payment_values(after, one))
    if before is not None:
        _keep_known_payments(before, after)


def _keep_known_payments(before: Deal, after: Deal) -> None:
    known = {one.id: one for one in before.payments}
    for one in after.payments:
        if one.id in known and known[one.id] != one:
            sql.run(_PAYMENT_CHANGED, (one.refunded, one.voided, one.id))
    if known and not after.payments:
        sql.run("DELETE FROM store_paymentrow WHERE deal_id = %s", (after.key,))


INSERT_ASK = sql.insert("store_askrow", ("deal_id", "what", "system", "since"))


def ask_values(deal: Deal) -> list[tuple[object, ...]]:
    """What the deal asks, as INSERT_ASK wants it."""
    if not deal.asks:
        return []
    process = values.process(deal.process, deal.version)
    return [
        (deal.key, what, process.answers_ask(what), datetime.fromisoformat(since))
        for what, since in deal.asks.items()
    ]


def _keep_asks(before: list[tuple[object, ...]], after: list[tuple[object, ...]]) -> None:
    for row in before:
        if row not in after:
            sql.run("DELETE FROM store_askrow WHERE deal_id = %s AND what = %s", row[:2])
    for row in after:
        if row not in before:
            sql.run(INSERT_ASK, row)


INSERT_FIELD = sql.insert("store_fieldrow", ("deal_id", "process", "field", "word", "number"))
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"-?[0-9]+([.][0-9]+)?")


def field_values(deal: Deal) -> list[tuple[object, ...]]:
    """Values of own fields by which lists are narrowed and ordered, as INSERT_FIELD wants them."""
    return [
        (deal.key, deal.process, field, word, number)
        for field, value in deal.values.items()
        for word, number in _counted(value)
    ]


def _counted(value: str) -> list[tuple[str, float | None]]:
    """What is kept, and what it counts for. Its form says what it is: a field may have been of another kind once."""
    if _DAY.fullmatch(value):
        return [(value, float(date.fromisoformat(value).toordinal()))]
    if _NUMBER.fullmatch(value):
        return [(value[:64], float(value))]
    return [(one, None) for one in dict.fromkeys(one[:64] for one in value.split(",")) if one]


def _keep_fields(before: Deal | None, after: Deal) -> None:
    known, now = field_values(before) if before else [], field_values(after)
    for row in known:
        if row not in now:
            sql.run(
                "DELETE FROM store_fieldrow WHERE deal_id = %s AND field = %s AND word = %s",
                (row[0], *row[2:4]),
            )
    for row in now:
        if row not in known:
            sql.run(INSERT_FIELD, row)


Place = tuple[str, str, int, str]
"""Process, place (a stage, or `=won`, `=lost`), owner (0 is nobody), currency."""


def place_of(deal: Deal) -> Place:
    """Under which counter the deal counts."""
    place = deal.stage if deal.status == "open" else f"={deal.status}"
    return (deal.process, place, deal.owner or 0, deal.currency)


def count_changes(before: Deal | None, after: Deal) -> dict[Place, tuple[int, int]]:
    """How the counters change: (number, sum) by place; places that stay as they are don't appear."""
    changes = {place_of(after): (1, after.agreed)}
    if before is not None:
        place, (count, total) = place_of(before), changes.get(place_of(before), (0, 0))
        changes[place] = (count - 1, total - before.agreed)
    return {place: change for place, change in changes.items() if change != (0, 0)}


_COUNT = (
    "INSERT INTO store_stagecount (process, place, owner, currency, count, total) VALUES {0}"
    " ON CONFLICT (process, place, owner, currency) DO UPDATE"
    " SET count = store_stagecount.count + excluded.count, total = store_stagecount.total + excluded.total"
)


def keep_counts(changes: dict[Place, tuple[int, int]]) -> None:
    """Add to the counters, always in the order of their keys: opposite moves must not deadlock PostgreSQL."""
    if changes:
        told = [value for place in sorted(changes) for value in (*place, *changes[place])]
        sql.run(_COUNT.format(", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(changes))), told)


def acknowledge(person: int, event: e.DocumentAcknowledged, at: datetime) -> None:
    """A person has read a text."""
    sql.run(_ACKNOWLEDGED, (person, event.process, event.stage, event.digest, at))


_ACKNOWLEDGED = sql.insert("store_acknowledgement", ("person_id", "process", "stage", "digest", "at"))


def inquiry_columns(inquiry: Inquiry) -> dict[str, Any]:
    """Every column of the inquiry's row that the fold decides."""
    return {
        "seq": inquiry.seq,
        "process": inquiry.process,
        "channel": inquiry.channel,
        "received_at": inquiry.received_at,
        "answered_at": inquiry.answered_at,
        "contact_id": inquiry.contact,
        "owner_id": inquiry.owner,
        "service_questions": inquiry.service_questions,
        "messages": inquiry.messages,
        "brief_filled": inquiry.brief_filled,
        "status": inquiry.status,
        "as_what": inquiry.as_what,
        "deal": inquiry.deal,
        "imported": inquiry.imported,
        "state": codec.dumps(_own(inquiry)),
    }


def _own(inquiry: Inquiry) -> dict[str, Any]:
    """Its own fields; what says nothing is left out, so that equal inquiries have equal text."""
    whole = {
        "fields": dict(inquiry.fields),
        "values": dict(inquiry.values),
        "interest": dict(inquiry.interest),
    }
    return {name: value for name, value in whole.items() if value}


def insert_inquiry(inquiry: Inquiry) -> int:
    """A new row; its key."""
    return _insert("store_inquiryrow", inquiry_columns(inquiry))


def update_inquiry(inquiry: Inquiry) -> None:
    """Write the whole row of this inquiry."""
    row = inquiry_columns(inquiry)
    sql.run(sql.update("store_inquiryrow", tuple(row), "id = %s"), (*row.values(), inquiry.key))


def set_title(key: int, title: str) -> None:
    """The deal's title: free text, which the log only refers to."""
    sql.run("UPDATE store_dealrow SET title = %s WHERE id = %s", (title, key))
    names.keep("deal", {"id": key, "title": title})
