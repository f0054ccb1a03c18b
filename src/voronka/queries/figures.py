"""Named figures: one condition on deals each, so that a number and the list behind it can't disagree."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

from voronka.core.decision import Unmet
from voronka.core.process import Process
from voronka.core.verdicts import ENTRY_DAYS, REFUND_DAYS, WINDOW_DAYS
from voronka.queries import words
from voronka.queries.cycle import cohorts
from voronka.queries.cycle.cards import BY_KEY, Part

WINDOW: Final = timedelta(days=WINDOW_DAYS)
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,62}")

_PAID: Final = "EXISTS (SELECT 1 FROM store_paymentrow p WHERE p.deal_id = d.id AND NOT p.voided)"
_BY_HAND: Final = (
    "EXISTS (SELECT 1 FROM store_paymentrow p WHERE p.deal_id = d.id AND NOT p.voided AND p.by_hand)"
)
_EXCEPTION: Final = (
    "EXISTS (SELECT 1 FROM store_visitrow v WHERE v.deal_id = d.id AND v.outcome = 'exception')"
)
_EVENTS: Final = (
    "SELECT CAST(SUBSTR(e.stream, 6) AS BIGINT) FROM store_eventrow e WHERE e.kind = %s AND e.at >= %s"
)
"""Streams of deals are called deal:41."""

_SOON: Final = {
    "sqlite": f"julianday(e.at) - julianday(d.closed_at) <= {REFUND_DAYS}",
    "postgresql": f"e.at <= d.closed_at + INTERVAL '{REFUND_DAYS} days'",
}
_RETURNED: Final = (
    "EXISTS (SELECT 1 FROM store_eventrow e WHERE e.stream = 'deal:' || d.id"
    " AND e.kind = 'handover.returned')"
)
_GONE: Final = "(d.owner_id IS NULL OR d.owner_id IN (SELECT p.id FROM store_person p WHERE NOT p.is_active))"

Figure = Callable[[datetime, str], Part]


def _finished(at: datetime, of: str) -> Part:
    # A finished deal's urgent_at is its end: the index of lists serves.
    # What another system tells of has not gone by our cycle.
    return Part("d.status IN ('won', 'lost') AND d.imported IS NULL AND d.urgent_at >= %s", (at - WINDOW,))


def _won(at: datetime, of: str) -> Part:
    return Part("d.status = 'won' AND d.urgent_at >= %s", (at - WINDOW,))


def _opened(at: datetime, of: str) -> Part:
    # A deal of another system has not come in by our entry point.
    return Part("d.imported IS NULL AND d.opened_at >= %s", (at - timedelta(days=ENTRY_DAYS),))


def _accepted(at: datetime, of: str) -> Part:
    return Part(f"d.id IN ({_EVENTS})", ("handover.accepted", at - WINDOW))


def _refunded(at: datetime, of: str) -> Part:
    return _won(at, of) & Part(
        "EXISTS (SELECT 1 FROM store_eventrow e WHERE e.stream = 'deal:' || d.id AND e.kind = 'payment.refunded'"
        f" AND {_SOON[connection.vendor]})"
    )


def _signed(at: datetime, of: str) -> Part:
    return Part("d.status = 'open' AND d.contract_amount IS NOT NULL AND d.paid < d.agreed")


def _refused(at: datetime, of: str) -> Part:
    seen = ("deal.move_refused", at - WINDOW, f'%"guard":"{of}"%')
    return Part(f"d.id IN ({_EVENTS} AND e.data LIKE %s)", seen)


_FIGURES: Final[dict[str, Figure]] = {
    "finished": _finished,
    "followed": lambda at, of: _finished(at, of) & Part(f"NOT {_EXCEPTION}"),
    "by_exception": lambda at, of: _finished(at, of) & Part(_EXCEPTION),
    "lost": lambda at, of: Part(
        "d.status = 'lost' AND d.urgent_at >= %s AND d.lost_reason = %s", (at - WINDOW, of)
    ),
    "won": _won,
    "with_money": lambda at, of: _won(at, of) & Part(_PAID),
    "by_hand": lambda at, of: _won(at, of) & Part(_BY_HAND),
    "signed": _signed,
    "signed_late": lambda at, of: _signed(at, of) & Part("d.due_at < %s AND d.urgent_at <= %s", (at, at)),
    "revoked": lambda at, of: Part(f"d.id IN ({_EVENTS})", ("deal.win_revoked", at - WINDOW)),
    "opened": _opened,
    "early": lambda at, of: _opened(at, of) & Part("d.early"),
    "accepted": _accepted,
    "first_time": lambda at, of: _accepted(at, of) & Part(f"NOT {_RETURNED}"),
    "refunded": _refunded,
    "ownerless": lambda at, of: Part(f"d.status = 'open' AND {_GONE}"),
    "returned": lambda at, of: Part(f"d.id IN ({_EVENTS})", ("deal.returned", at - WINDOW)),
    "refused": _refused,
    "passed": lambda at, of: Part(
        "d.id IN (SELECT g.deal_id FROM store_passrow g WHERE g.process = d.process AND g.at >= %s"
        " AND g.guard = %s)",
        (at - WINDOW, of),
    ),
    "granted": lambda at, of: Part(
        "d.id IN (SELECT g.deal_id FROM store_passrow g WHERE g.process = d.process AND g.at >= %s"
        " AND g.mode = 'enforce' AND g.by = %s)",
        (at - WINDOW, f"person:{of[1:]}" if of[1:].isdecimal() else of),
    ),
    "late": lambda at, of: Part(
        "d.status = 'open' AND d.stage = %s AND d.urgent_at <= %s AND d.due_at < %s", (of, at, at)
    ),
}
_WAYS: Final = {
    "signed": "INDEXED BY deal_signed",
    "signed_late": "INDEXED BY deal_signed",
    "late": "INDEXED BY deal_board",
    "opened": "INDEXED BY deal_opened",
    "early": "INDEXED BY deal_opened",
    **dict.fromkeys(
        ("revoked", "returned", "refused", "passed", "granted", "accepted", "first_time"), BY_KEY
    ),
}
"""The index that serves a figure; the others are deals that ended within the window."""
_OF_SOMETHING: Final = {"refused", "passed", "granted", "late", "lost"}


def part(name: str, at: datetime) -> Part | None:
    """The condition of a figure (`won`, `late.call`, `refused.brief_filled`); None where there is none."""
    kind, dot, of = name.partition(".")
    if kind == "cohort":
        return cohorts.part(of, at)
    if kind not in _FIGURES or bool(dot) != (kind in _OF_SOMETHING) or (dot and not _NAME.fullmatch(of)):
        return None
    return _FIGURES[kind](at, of)


def past(name: str, at: datetime) -> Part:
    """The same as of a past moment: what happened later is not known yet."""
    found = part(name, at)
    assert found is not None, name
    until = _UNTIL.get(name)
    if name in ("accepted", "first_time"):
        return found & Part(f"d.id IN ({_EVENTS} AND e.at <= %s)", ("handover.accepted", at - WINDOW, at))
    return found & Part(f"{until} <= %s", (at,)) if until else found


_UNTIL: Final = {
    **dict.fromkeys(("opened", "early"), "d.opened_at"),
    **dict.fromkeys(("finished", "by_exception", "won", "with_money", "by_hand", "refunded"), "d.urgent_at"),
}
"""When what a figure counts has happened."""


def way(name: str) -> str:
    """How SQLite comes to the deals of a figure (see cards.deals_by)."""
    if name.startswith("cohort."):
        return cohorts.way(name)
    return _WAYS.get(name.partition(".")[0], "INDEXED BY deal_today") if name else ""


def known(name: str) -> bool:
    """Is there such a figure?"""
    return part(name, datetime(2100, 1, 1, tzinfo=UTC)) is not None


def title(name: str, process: Process) -> str:
    """What the figure counts, over its list; empty for one that there is not."""
    kind, _dot, of = name.partition(".")
    if kind == "cohort":
        return cohorts.title(of, process)
    if kind == "refused":
        return _("Refused within 90 days: %(why)s") % {"why": refusal(of)}
    if kind == "passed":
        return _("Went on within 90 days although: %(why)s") % {"why": refusal(of)}
    if kind == "granted":
        return _("Went on by an exception within 90 days")
    if kind == "late":
        titles = {stage.id: stage.title for stage in process.cycle.stages}
        return _("Beyond the norm on the stage “%(stage)s”") % {"stage": titles.get(of, of)}
    if kind == "lost":
        reason = process.lost_reason(of)
        return _("Lost within 90 days: %(why)s") % {"why": reason.title if reason else of}
    return {
        "finished": _("Finished within 90 days"),
        "followed": _("Finished within 90 days without an exception"),
        "by_exception": _("Finished within 90 days with an exception"),
        "won": _("Won within 90 days"),
        "with_money": _("Won within 90 days, with money received"),
        "by_hand": _("Won within 90 days, with a payment entered by hand"),
        "signed": _("Signed and not yet paid"),
        "signed_late": _("Signed, not yet paid and beyond the norm"),
        "revoked": _("The win was revoked within 90 days"),
        "returned": _("Returned to an earlier stage within 90 days"),
        "opened": _("Opened within 30 days"),
        "early": _("Opened within 30 days, before the entry rule called them leads"),
        "accepted": _("Accepted by production within 90 days"),
        "first_time": _("Accepted by production within 90 days, the first time"),
        "refunded": _("Won within 90 days, and refunded within 30 days of the win"),
        "ownerless": _("Open, and led by nobody who works here"),
    }.get(kind, "")


def refusal(guard: str) -> str:
    """What a guard refuses for, without the figures of one deal."""
    general = {
        "paid": _("The agreed sum is not paid."),
        "tripwire_paid": _("The small offer is not paid for."),
        "approved": _("The deal is not approved."),
        "waited": _("The time on the stage has not passed."),
        "steps_done": _("Steps of the stage are not done."),
        "fields_filled": _("Fields are empty."),
        "handover_accepted": _("Production has not accepted the project yet."),
        "stage_in_order": _("A stage would have been skipped."),
        "on_last_stage": _("The project was handed over before the last stage."),
        "expression": _("The company’s own condition is not met."),
        "return_allowed": _("This process does not let deals go back."),
    }
    if guard in general:
        return general[guard]
    try:
        return words.refusal(Unmet(guard, "", {}))
    except KeyError:
        return guard
