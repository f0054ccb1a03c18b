"""The list of payments as its address asks for it."""

from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from voronka.frame.lists import columns_of, sort_of
from voronka.queries.closing.payments import PaymentFilters, State
from voronka.queries.lists.payments import USUAL
from voronka.queries.lists.sheet import with_first

STATES: dict[str, State] = {"whole": "whole", "refunded": "refunded", "voided": "voided"}


def read(query: QueryDict, *, whole: bool = False) -> tuple[str, PaymentFilters]:
    """The word of the period, and the filters; `whole` with all the columns of the page by name."""
    period = query.get("period", "month")
    spans = dict(_spans())
    period = period if period in spans else "month"
    since, until = spans[period]
    typed = query.get("q", "").replace("\x00", "").strip()[:100]
    columns = columns_of(query.get("columns", ""))
    if whole:
        columns = with_first("client", columns or USUAL)
    state = STATES.get(query.get("state", ""), "")
    return period, PaymentFilters(since, until, typed, state, sort_of(query), columns)


def periods() -> list[dict[str, Any]]:
    """The periods that one may choose."""
    titles = {
        "month": _("This month"),
        "before": _("Last month"),
        "quarter": _("This quarter"),
        "year": _("This year"),
        "all": _("All the time"),
    }
    return [{"word": word, "title": titles[word]} for word, _span in _spans()]


def _spans() -> list[tuple[str, tuple[date | None, date | None]]]:
    today = timezone.localdate()
    month = today.replace(day=1)
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return [
        ("month", (month, None)),
        ("before", (_earlier(month), month)),
        ("quarter", (quarter, None)),
        ("year", (today.replace(month=1, day=1), None)),
        ("all", (None, None)),
    ]


def _earlier(month: date) -> date:
    return (
        month.replace(year=month.year - 1, month=12)
        if month.month == 1
        else month.replace(month=month.month - 1)
    )
