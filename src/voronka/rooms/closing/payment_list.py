"""What the list of payments shows: a line a payment in the columns that were chosen, and what can be done with it."""

from html import escape
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.sheets import Cell, Column
from voronka.frame import list_cells, words
from voronka.frame.lists import NUMBERS, Table, carried
from voronka.frame.navigation import address
from voronka.frame.taking import address_of
from voronka.queries.closing.ordering import sortable
from voronka.queries.closing.payments import PaymentFilters, PaymentLine, Payments
from voronka.queries.lists import payments as lists
from voronka.queries.lists.sheet import chosen
from voronka.rooms.closing import doors, filters

PLACES = {"paid_on": "c-stage", "client": "c-client", "amount": "c-sum", "proof": "c-next"}
"""Columns that have a place of their own on a phone."""
ONLY_WIDE = frozenset(("method", "state"))
"""Of the usual columns, those for which a phone has no room; who chooses them sees them there too."""


def context(
    seen: Payments, period: str, asked: PaymentFilters, query: QueryDict, by: Actor
) -> dict[str, Any]:
    """The context of the list."""
    columns = lists.columns()
    shown = chosen(columns, asked.columns or lists.USUAL, first="client")
    table = Table(
        asked.sort,
        sortable,
        frozenset(("paid_on", "amount")),
        {"paid_on": _("Day"), "method": pgettext("a column", "Method")},
    )
    kept = query.copy()
    kept.pop("more", None)
    return {
        "area": "payments",
        "payments": seen,
        "heads": [table.head(one, query, css="num" if one.kind in NUMBERS else "") for one in shown],
        "orders": list(table.orders(columns)),
        "hidden_words": carried(query, "sort", "q", "period", "state"),
        "lines": [_line(one, shown, bool(asked.columns), by) for one in seen.lines],
        "period": period,
        "periods": filters.periods(),
        "typed": asked.words,
        "sort": asked.sort,
        "state": asked.state,
        "narrowed": bool(asked.words or asked.state),
        "carried": f"?{kept.urlencode()}" if kept else "",
        "download": address_of("payments", "payments_file", by),
    }


def _line(one: PaymentLine, shown: tuple[Column, ...], explicit: bool, by: Actor) -> dict[str, Any]:
    door = doors.address_of(one.deal)
    standing = not one.voided and one.amount > one.refunded
    return {
        "voided": one.voided,
        "cells": _cells(one, shown, explicit),
        "refund": _of(door("refund"), one) if standing and access.may(by, "payment.refund") else "",
        "void": _of(door("void"), one)
        if standing and not one.refunded and access.may(by, "payment.void")
        else "",
    }


def _of(door: str, one: PaymentLine) -> str:
    return f"{door}?payment={one.id}"


def _cells(one: PaymentLine, shown: tuple[Column, ...], explicit: bool) -> SafeString:
    told = dict(zip((column.key for column in lists.columns()), lists.row(one), strict=True))
    return mark_safe("".join(_cell(column, one, told, explicit) for column in shown))


def _cell(column: Column, one: PaymentLine, told: dict[str, Cell], explicit: bool) -> str:
    inside = _inside(column.key, one, told)
    if inside is None:
        inside = list_cells.said(told[column.key], one.currency)
    if column.key == "proof":
        return f'<td class="c-next cut proof">{inside or "—"}</td>'
    if column.key == "amount":
        return f'<td class="c-sum num strong">{inside}</td>'
    if place := PLACES.get(column.key):
        return list_cells.placed(place, column, inside)
    if column.key in ONLY_WIDE and not explicit:
        return f'<td class="c-owner nowrap">{inside}</td>'
    return list_cells.placed("c-more", column, inside, label=column.title)


def _inside(key: str, one: PaymentLine, told: dict[str, Cell]) -> str | None:
    """The cells that lead somewhere, and those that say more than a value."""
    deal = address("deal", str(one.deal))
    match key:
        case "client":
            name = one.client or one.about or _("Without a name")
            return list_cells.titled(deal, name, one.about if one.client else "")
        case "deal":
            return list_cells.link(deal, str(one.deal))
        case "proof" if one.proof:
            name = escape(one.proof.name)
            file = escape(address("file", str(one.proof.key)))
            return f'<a href="{file}" download title="{name}">{name}</a>'
        case "method":
            by = f' <span class="muted">· {escape(one.by)}</span>' if one.by else ""
            return escape(str(told["method"] or "")) + by
        case "state":
            says, tone = _state(one)
            return f'<span class="state {tone}">{escape(says)}</span>' if says else ""
    return None


def _state(one: PaymentLine) -> tuple[str, str]:
    if one.voided:
        return _("voided"), "bad"
    if one.refunded:
        return _("%(sum)s refunded") % {"sum": words.money(one.refunded, one.currency)}, "warn"
    return (_("by hand"), "muted") if one.by_hand else ("", "")
