"""How the list of payments is ordered: which runs make it, along which indexes."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from voronka.core.access import Actor
from voronka.queries.cycle import sorting
from voronka.queries.cycle.cards import Part
from voronka.queries.cycle.walking import Run, Thing
from voronka.store import sql

SORTS: Final = frozenset(("paid_on", "amount", "client"))
"""Columns by which the list can be ordered."""
PAYMENTS: Final = Thing("store_paymentrow", worded=True)
_DAYS = "INDEXED BY payment_paid_on"
_STATES: Final = {
    "whole": Part("NOT d.voided AND d.refunded = 0"),
    "refunded": Part("NOT d.voided AND d.refunded > 0"),
    "voided": Part("d.voided"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the list: a period from a day to before another, a state, an order; `keys` are those payments
    to which it is narrowed."""

    since: date | None = None
    until: date | None = None
    state: str = ""
    sort: str = ""
    keys: tuple[str, ...] | None = None


def sortable(name: str) -> bool:
    """Can the list be ordered by this column?"""
    return name in SORTS


def runs(actor: Actor, asked: Asked) -> list[Run]:
    """The runs that make the list as this person sees it, the latest first where nothing else is asked."""
    seen = _sight(actor)
    if seen is None:
        return []
    if asked.state in _STATES:
        seen &= _STATES[asked.state]
    name, descending = asked.sort.removeprefix("-"), asked.sort.startswith("-")
    if not sortable(name):
        name, descending = "paid_on", True
    exact = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
    key = f"d.id{exact}"
    if asked.keys is not None:
        places = ", ".join(["%s"] * len(asked.keys)) or "NULL"
        return _gathered(
            Part(f"d.id IN ({places})", asked.keys) & _period(asked) & seen, name, descending, exact
        )
    if _few(asked):
        return _gathered(_period(asked) & seen, name, descending, exact)
    match name:
        case "amount":
            way = "INDEXED BY payment_amount"
            return [
                Run(0, "d.amount", "whole", Part("1 = 1"), _period(asked) & seen, descending, way, key=key)
            ]
        case "client":
            return _by_client(_period(asked) & seen, descending, exact)
    return [Run(0, "d.paid_on", "day", _period(asked), seen, descending, _DAYS, key=key)]


def _sight(actor: Actor) -> Part | None:
    """Payments of deals that this person sees; the same as records/sight.deals."""
    match actor.scope:
        case "all":
            whose = Part("1 = 1")
        case "own" | "team":
            places = ", ".join(["%s"] * len(actor.owners))
            whose = Part(f"(o.owner_id IN ({places}) OR o.owner_id IS NULL)", tuple(actor.owners))
        case "handed":
            handed = "o.handover <> 'none' AND (o.handover_to IS NULL OR o.handover_to = %s)"
            whose = Part(handed, (actor.id,))
        case _:
            return None
    there = f"EXISTS (SELECT 1 FROM store_dealrow o WHERE o.id = d.deal_id AND o.status <> 'undone' AND {whose.where})"
    return Part(there, whose.values)


def _period(asked: Asked) -> Part:
    part = Part("1 = 1")
    if asked.since:
        part &= Part("d.paid_on >= %s", (asked.since,))
    if asked.until:
        part &= Part("d.paid_on < %s", (asked.until,))
    return part


def _few(asked: Asked) -> bool:
    """Are those of the period so few that they are read at once? No more are counted than that takes."""
    part = _period(asked)
    inner = f"SELECT 1 FROM {PAYMENTS.by(_DAYS)} WHERE {part.where} LIMIT {sorting.GATHERED + 1}"
    row = sql.one(f"SELECT COUNT(*) FROM ({inner}) q", part.values)
    return row is not None and row[0] <= sorting.GATHERED


def _gathered(bounds: Part, name: str, descending: bool, exact: str) -> list[Run]:
    """Few payments, put in order by the database."""
    key = f"d.id{exact}"
    if name != "client":
        kind, column = ("whole", "d.amount") if name == "amount" else ("day", "d.paid_on")
        return [Run(0, column, kind, bounds, None, descending, key=key)]  # type: ignore[arg-type]
    bounds = Part("e.id = d.deal_id") & bounds
    source = (
        "store_paymentrow d CROSS JOIN store_dealrow e LEFT JOIN store_company c ON c.id = e.company_id"
        " LEFT JOIN store_contact k ON k.id = e.contact_id"
    )
    column = f"COALESCE(c.folded, k.folded){exact}"
    there, lacking = bounds & Part(f"{column} IS NOT NULL"), bounds & Part(f"{column} IS NULL")
    return [
        Run(0, column, "text", there, None, descending, source=source, key=key),
        Run(1, column, "text", lacking, None, descending, source=source, empty=True, key=key),
    ]


def _by_client(rest: Part, descending: bool, exact: str) -> list[Run]:
    """By the folded name of the company, else of the contact; letters by their number, alike on both databases."""
    key = f"d.id{exact}"
    made = []
    alone = Part("EXISTS (SELECT 1 FROM store_dealrow o WHERE o.id = d.deal_id AND o.company_id IS NULL)")
    for table, alias, also in (("company", "c", rest), ("contact", "k", rest & alone)):
        # SQLite keeps to the order in which CROSS JOIN names the tables: names first, in the order of their index.
        source = f"store_{table} {alias} CROSS JOIN store_dealrow e CROSS JOIN store_paymentrow d"
        # Whether the contact has a company is asked of each: among many that have one, few without are far apart.
        met = Part(f"e.{table}_id = {alias}.id AND d.deal_id = e.id")
        column, most = f"{alias}.folded{exact}", sorting.JOINED
        made.append(Run(0, column, "text", met, also, descending, source=source, key=key, looked=most))
    none = "o.id = d.deal_id AND o.company_id IS NULL AND o.contact_id IS NULL"
    lacks = rest & Part(f"EXISTS (SELECT 1 FROM store_dealrow o WHERE {none})")
    most = sorting.JOINED
    made.append(Run(1, "d.paid_on", "day", Part("1 = 1"), lacks, True, _DAYS, key=key, looked=most))
    return made
