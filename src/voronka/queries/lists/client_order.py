"""How the lists of companies and of people are ordered: which runs make them, along which indexes."""

from collections.abc import Sequence
from typing import Final, Literal

from django.db import connection

from voronka.core.access import Actor
from voronka.queries.cycle import sorting
from voronka.queries.cycle.cards import Part
from voronka.queries.cycle.walking import Run, Thing
from voronka.queries.records import sight
from voronka.store.models import DealRow

Noun = Literal["company", "contact"]
SORTS: Final[dict[Noun, frozenset[str]]] = {
    "company": frozenset(("number", "name", "inn", "created_at")),
    "contact": frozenset(("number", "name", "company", "email", "created_at")),
}
"""Columns by which each of the lists can be ordered."""
THINGS: Final[dict[Noun, Thing]] = {
    "company": Thing("store_company"),
    "contact": Thing("store_contact"),
}


def sortable(noun: Noun, name: str) -> bool:
    """Can the list be ordered by this column?"""
    return name in SORTS[noun]


def runs(actor: Actor, noun: Noun, sort: str, keys: Sequence[int] | None) -> list[Run]:
    """The runs that make the list as this person sees it, the latest first where nothing else is asked; `keys` are
    those to which it is narrowed."""
    bounds = Part("1 = 1") if keys is None else _among(keys)
    rest = None
    if actor.scope == "none":
        return []
    if actor.scope == "handed":
        few = _few_handed(actor, noun)
        bounds, rest = (bounds, _handed(actor, noun)) if few is None else (bounds & _among(few), None)
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    if not sortable(noun, name):
        name, descending = "number", True
    exact = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
    # On SQLite a plus keeps the condition from an index that would need a sorting of all.
    plus = "+" if connection.vendor == "sqlite" else ""
    bounds &= Part(f"{plus}d.merged_into_id IS NULL")
    match name:
        case "number":
            return [Run(0, "d.id", "whole", bounds, rest, descending, empty=True)]
        case "created_at":
            return [Run(0, "d.created_at", "moment", bounds, rest, descending)]
        case "name":
            return [Run(0, f"d.folded{exact}", "text", bounds, rest, descending)]
        case "company":
            return _by_company(bounds, rest, exact, descending)
    there, lacking = bounds & Part(f"d.{name}{exact} > ''"), bounds & Part(f"d.{name}{exact} = ''")
    return [
        Run(0, f"d.{name}{exact}", "text", there, rest, descending),
        Run(1, f"d.{name}{exact}", "text", lacking, rest, descending, empty=True),
    ]


def _by_company(bounds: Part, rest: Part | None, exact: str, descending: bool) -> list[Run]:
    """Company by company along their names; those that belong to none stand at the end."""
    # SQLite keeps to the order in which CROSS JOIN names the tables.
    source = "store_company c CROSS JOIN store_contact d"
    met = Part("d.company_id = c.id") & bounds
    none = Part("d.company_id IS NULL") & bounds
    return [
        Run(0, f"c.folded{exact}", "text", met, rest, descending, source=source),
        Run(1, f"NULLIF('', ''){exact}", "text", none, rest, descending, empty=True),
    ]


def _among(keys: Sequence[int]) -> Part:
    return Part(f"d.id IN ({', '.join(map(str, keys))})" if keys else "1 = 0")


def _few_handed(actor: Actor, noun: Noun) -> list[int] | None:
    """The clients whose projects were offered to production, where they are few."""
    rows = DealRow.objects.filter(sight.deals(actor)).exclude(**{noun: None})
    found = list(rows.values_list(noun, flat=True)[: sorting.GATHERED + 1])
    return sorted(set(found)) if len(found) <= sorting.GATHERED else None


def _handed(actor: Actor, noun: Noun) -> Part:
    return Part(
        f"EXISTS (SELECT 1 FROM store_dealrow m WHERE m.{noun}_id = d.id AND m.status <> 'undone'"
        " AND m.handover <> 'none' AND (m.handover_to IS NULL OR m.handover_to = %s))",
        (actor.id,),
    )
