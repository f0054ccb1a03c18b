"""Why an inquiry is a lead or not yet: the entry rule part by part, each with what there is now, in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from voronka.core.entry import Inquiry
from voronka.core.process import Process
from voronka.formats import conditions
from voronka.formats.conditions import INQUIRY_FACTS
from voronka.queries import own
from voronka.queries.expressions import expression

_OWN: Final = "inquiry.fields."
_NAME: Final = re.compile(r"\binquiry\.(?:fields\.)?[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that the rule asks for, whether it is so, and what there is `now` where a number says more. What asks
    for a field that nobody has filled in is not `known` to be so or not.
    """

    met: bool
    says: str
    now: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """Things that must be so together; one way that is met makes a lead."""

    met: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """The whole rule, before this inquiry."""

    lead: bool
    ways: tuple[Way, ...]


def explained(process: Process, inquiry: Inquiry) -> Explained:
    """The entry rule before this inquiry, part by part."""
    said = conditions.ways(process.entry.lead_when)
    ways = tuple(_way(parts, process, inquiry) for parts in said)
    return Explained(conditions.lead(process.entry.lead_when, inquiry, process), ways)


def _way(texts: tuple[str, ...], process: Process, inquiry: Inquiry) -> Way:
    parts = tuple(_part(text, process, inquiry) for text in texts)
    return Way(all(part.met for part in parts), parts)


def _part(text: str, process: Process, inquiry: Inquiry) -> Part:
    met = conditions.lead(text, inquiry, process)
    asked = {name.removeprefix(_OWN) for name in _NAME.findall(text) if name.startswith(_OWN)}
    known = met or asked <= inquiry.values.keys() | inquiry.fields.keys()
    return Part(met, _says(text, process), _now(text, process, inquiry), known)


def _says(text: str, process: Process) -> str:
    fields = {f"inquiry.fields.{one.id}": one.title for one in process.entry.fields}
    options = {option.id: option.title for one in process.entry.fields for option in one.options}
    said = expression(text, process, known=options, own=fields)
    return said[:1].upper() + said[1:]


def _now(text: str, process: Process, inquiry: Inquiry) -> str:
    names = set(_NAME.findall(text))
    if len(names) != 1:
        return ""
    name = names.pop()
    if name.startswith(_OWN):
        return _field(name.rpartition(".")[2], process, inquiry.values)
    kind, find = INQUIRY_FACTS.get(name, ("", None))
    if find is None or kind == "bool":
        return ""
    value = find(inquiry)
    titles = {one.id: one.title for one in process.entry.channels}
    return _("now %(value)s") % {"value": titles.get(value, value)}


def _field(key: str, process: Process, kept: Mapping[str, str]) -> str:
    field = next((one for one in process.entry.fields if one.id == key), None)
    if field is None:
        return ""
    value = own.shown(field, kept.get(key, ""), process.currency)
    return _("now %(value)s") % {"value": value} if value else _("not filled in")
