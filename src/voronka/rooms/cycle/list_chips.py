"""The filters that are on, each as a chip that can be taken off; and the fields of those that are less usual."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.core.money import parse_amount
from voronka.core.problems import Invalid
from voronka.core.process import Field, Process
from voronka.core.saved_views import OWN, Words
from voronka.frame import words as said
from voronka.queries.lists.address import day
from voronka.queries.lists.deals import Page

IN_SIGHT = ("q", "status", "owner", "attention", "reason", "figure", "columns")
"""Words that the page shows at its place: no chip is needed to see them and to take them off."""
OF_FORM = ("q", "status", "stage", "owner", "attention", "reason", "figure", "sort")
"""Words of which the form above the list has a field."""


def chips(asked: Words, seen: Page, query: QueryDict) -> Iterator[dict[str, str]]:
    """A chip a filter; `address` is the list without it."""
    process = seen.deals.process
    fields = {one.id: one for one in process.cycle.fields}
    for name, value in asked.items():
        if name in IN_SIGHT or (name == "stage" and "," not in value):
            continue
        text = _own(name, value, fields, process) if OWN.fullmatch(name) else _text(name, value, seen)
        if text:
            yield {"text": text, "address": without(query, name)}


def hidden(name: str) -> bool:
    """Is it a word that the form above the list must carry along?"""
    return name not in OF_FORM


def without(query: QueryDict, name: str) -> str:
    """The address of the list without this word."""
    told = query.copy()
    for one in (name, "more", "total"):
        told.pop(one, None)
    if "view" not in told:
        told["view"] = "0"  # else the last chip would lead to the view with which one begins
    return f"?{told.urlencode()}"


def _text(name: str, value: str, seen: Page) -> str:
    process = seen.deals.process
    match name:
        case "stage":
            titles = {one.id: one.title for one in process.cycle.stages}
            return _("Stages: %(what)s") % {
                "what": ", ".join(titles.get(one, one) for one in value.split(","))
            }
        case "channel":
            titles = {one.id: one.title for one in process.entry.channels}
            return _("Channel: %(what)s") % {"what": titles.get(value, value)}
        case "client":
            shown = next((card.client for card in seen.deals.cards), "") or "№" + value.partition(":")[2]
            return _("Client: %(what)s") % {"what": shown}
        case "step":
            return {
                "late": _("The next step is overdue"),
                "none": _("No next step"),
                "file": _("From a file, without a next step"),
            }.get(value, "")
        case "sort":
            column = next((one for one in seen.columns if one.key == value.removeprefix("-")), None)
            if column is None:
                return ""
            order = _("%(column)s: descending") if value.startswith("-") else _("%(column)s: ascending")
            return order % {"column": column.title}
    return _bound(name, value, process.currency)


def _bound(name: str, value: str, currency: str) -> str:
    told = {
        "opened_from": _("Opened from %(what)s"),
        "opened_to": _("Opened until %(what)s"),
        "closed_from": _("Closed from %(what)s"),
        "closed_to": _("Closed until %(what)s"),
        "sum_from": _("Amount from %(what)s"),
        "sum_to": _("Amount up to %(what)s"),
    }
    what = _sum(value, currency) if name.startswith("sum_") else _day(value)
    return told[name] % {"what": what} if name in told else ""


def _sum(value: str, currency: str) -> str:
    try:
        return said.money(parse_amount(value, currency), currency)
    except Invalid:
        return value


def _day(value: str) -> str:
    found: date | None = day(value)
    return said.short_day(found) if found else value


def _own(name: str, value: str, fields: dict[str, Field], process: Process) -> str:
    own = OWN.fullmatch(name)
    field = fields.get(own["field"]) if own else None
    if own is None or field is None:
        return ""
    what = {one.id: one.title for one in field.options}.get(value) or {"yes": _("yes"), "no": _("no")}.get(
        value
    )
    words = {"column": field.title, "what": what or _day(value)}
    match own["side"]:
        case ".from":
            return _("%(column)s from %(what)s") % words
        case ".to":
            return _("%(column)s up to %(what)s") % words
    return f"{field.title}: {words['what']}"


def fields(asked: Words, process: Process) -> list[dict[str, Any]]:
    """The fields of the other filters: what they are called, what may be chosen, what is chosen."""
    stages = asked.get("stage", "").split(",")
    made: list[dict[str, Any]] = [
        {
            "name": "stage", "title": _("Stages"), "kind": "several",
            "options": [(one.id, one.title, one.id in stages) for one in process.cycle.stages],
        },
        _choice("channel", _("Channel"), [(one.id, one.title) for one in process.entry.channels], asked),
        _choice("step", _("Next step"), _steps(), asked),
        _span("opened", _("Opened"), "date", asked, mark="_"),
        _span("closed", _("Closed"), "date", asked, mark="_"),
        _span("sum", pgettext("a column", "Amount"), "text", asked, mark="_"),
    ]  # fmt: skip
    for field in process.cycle.fields:
        name = f"own.{field.id}"
        if field.kind in ("choice", "choices"):
            made.append(_choice(name, field.title, [(one.id, one.title) for one in field.options], asked))
        elif field.kind == "yes_no":
            made.append(_choice(name, field.title, [("yes", _("yes")), ("no", _("no"))], asked))
        elif field.kind in ("number", "money", "date"):
            made.append(_span(name, field.title, "date" if field.kind == "date" else "text", asked, mark="."))
    return made


def _steps() -> list[tuple[str, str]]:
    return [("late", _("overdue")), ("none", _("none")), ("file", _("none yet: from a file"))]


def names(field: dict[str, Any]) -> list[str]:
    """The words of an address that a field writes."""
    return [name for name, _value in field["ends"]] if field["kind"] == "span" else [field["name"]]


def _choice(name: str, title: str, options: list[tuple[str, str]], asked: Words) -> dict[str, Any]:
    chosen = [(word, text, asked.get(name) == word) for word, text in options]
    return {"name": name, "title": title, "kind": "one", "options": chosen}


def _span(name: str, title: str, kind: str, asked: Words, *, mark: str) -> dict[str, Any]:
    ends = [(f"{name}{mark}{end}", asked.get(f"{name}{mark}{end}", "")) for end in ("from", "to")]
    return {"name": name, "title": title, "kind": "span", "type": kind, "ends": ends}
