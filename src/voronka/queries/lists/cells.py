"""The company's own fields as columns and cells."""

from collections.abc import Iterable, Mapping
from datetime import date

from voronka.core.process import Field
from voronka.core.sheets import Cell, Column, Kind
from voronka.queries import own
from voronka.queries.lists.sheet import amount

_KINDS: dict[str, Kind] = {"number": "number", "money": "money", "date": "day"}


def columns(fields: Iterable[Field]) -> list[Column]:
    """A column a field."""
    return [Column(f"own.{one.id}", one.title, _KINDS.get(one.kind, "text")) for one in fields]


def cells(fields: Iterable[Field], kept: Mapping[str, str], currency: str) -> list[Cell]:
    """What is kept, each as its column holds it; what another version kept otherwise stays words."""
    return [cell(one, kept.get(one.id, ""), currency) for one in fields]


def cell(field: Field, kept: str, currency: str) -> Cell:
    """One of them."""
    if not kept:
        return None
    try:
        match field.kind:
            case "money":
                return amount(int(kept), currency)
            case "date":
                return date.fromisoformat(kept)
            case "number":
                return kept if float(kept) == float(kept) else None
    except ValueError:
        return kept
    return kept if field.kind == "phone" else own.shown(field, kept, currency)
