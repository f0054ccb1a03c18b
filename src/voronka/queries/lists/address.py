"""The list of deals as words ask for it: those of an address, or of a saved view. What is said wrongly is not said."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from math import isfinite
from typing import get_args

from voronka.core.access import Actor
from voronka.core.money import parse_amount
from voronka.core.problems import Invalid
from voronka.core.process import Process
from voronka.core.saved_views import OWN
from voronka.queries import figures
from voronka.queries.cycle.cards import Owner
from voronka.queries.cycle.deals import Filters, OwnFilter, Status, Step

WORD = 64
NOTHING = "-"


def filters(
    asked: Mapping[str, str], *, by: Actor, process: Process, zone: tzinfo, phone: str = ""
) -> Filters:
    """The filters, the order and the columns; `phone` is what of `q` may be a phone, in E.164."""
    figure = asked.get("figure", "")[:120]
    figure = figure if figures.known(figure) else ""
    # A figure says itself which deals it counts, open or finished.
    status = asked.get("status") or ("all" if figure else "open")
    stages = tuple(one[:WORD] for one in asked.get("stage", "").split(",")[:60] if one)
    client, _colon, key = asked.get("client", "").partition(":")
    step = asked.get("step", "")
    return Filters(
        status=status if status in get_args(Status) else "open",  # type: ignore[arg-type]
        stage=stages[0] if len(stages) == 1 else "",
        stages=stages if len(stages) > 1 else (),
        owner=owner(asked.get("owner", ""), by),
        attention=asked.get("attention") == "1",
        words=asked.get("q", "").strip()[:100],
        phone=phone,
        lost_reason=asked.get("reason", "")[:WORD],
        channel=asked.get("channel", "")[:WORD],
        company=_key(key) if client == "company" else None,
        contact=_key(key) if client == "contact" else None,
        step=step if step in get_args(Step) else "",  # type: ignore[arg-type]
        opened_from=_day(asked, "opened_from", zone),
        opened_to=_day(asked, "opened_to", zone, last=True),
        closed_from=_day(asked, "closed_from", zone),
        closed_to=_day(asked, "closed_to", zone, last=True),
        sum_from=_sum(asked, "sum_from", process.currency),
        sum_to=_sum(asked, "sum_to", process.currency),
        own=_own(asked, process),
        figure=figure,
        sort=asked.get("sort", "")[:100],
        columns=tuple(one for one in asked.get("columns", "").split(",") if one),
    )


def owner(word: str, by: Actor) -> Owner:
    """Whose deals: `me`, `nobody`, a person's number; anybody's where it says nothing."""
    if word == "me" and by.id is not None:
        return by.id
    if word == "nobody":
        return None
    return int(word) if word.isdecimal() and len(word) < 10 else "any"


def _key(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 18 else None


def day(typed: str) -> date | None:
    """A day as an address says it."""
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if 1970 < found.year < 2200 else None


def _day(asked: Mapping[str, str], name: str, zone: tzinfo, *, last: bool = False) -> datetime | None:
    """The beginning of the day by this clock; of the day after it where the whole day is meant."""
    found = day(asked.get(name, ""))
    if found is None:
        return None
    return datetime.combine(found + timedelta(days=1) if last else found, time(), zone)


def _sum(asked: Mapping[str, str], name: str, currency: str) -> int | None:
    try:
        return parse_amount(asked[name], currency) if asked.get(name) else None
    except Invalid:
        return None


def _own(asked: Mapping[str, str], process: Process) -> tuple[OwnFilter, ...]:
    """Filters by own fields of kinds that can be asked."""
    kinds = {one.id: one.kind for one in process.cycle.fields}
    made = []
    for name, value in asked.items():
        own = OWN.fullmatch(name)
        kind = kinds.get(own["field"]) if own else None
        if own is None or kind is None or not value:
            continue
        side = (own["side"] or "").removeprefix(".")
        if kind in ("choice", "choices", "yes_no") and not side:
            made.append(OwnFilter(own["field"], word=value[:WORD]))
        elif kind in ("number", "money", "date") and side:
            number = _number(value, kind, process.currency)
            if number is not None:
                least, most = (number, None) if side == "from" else (None, number)
                made.append(OwnFilter(own["field"], least=least, most=most))
    return tuple(made)


def _number(typed: str, kind: str, currency: str) -> float | None:
    try:
        match kind:
            case "money":
                return float(parse_amount(typed, currency))
            case "date":
                found = day(typed)
                return float(found.toordinal()) if found else None
        number = float(typed.replace(",", ".").replace(" ", "").replace("\u00a0", ""))
        return number if isfinite(number) else None
    except (ValueError, Invalid):
        return None
