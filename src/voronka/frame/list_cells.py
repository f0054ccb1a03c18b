"""The cells of a list as HTML: drawn here, for Django's own way of drawing hundreds of them costs the page."""

from datetime import date, datetime
from html import escape

from voronka.core.sheets import Amount, Cell, Column
from voronka.frame import words
from voronka.frame.lists import NUMBERS


def more(column: Column, value: Cell, currency: str = "") -> str:
    """A cell of any column; on a phone it follows under the others with its name."""
    return placed("c-more", column, said(value, currency), label=column.title)


def placed(place: str, column: Column, inside: str, *, label: str = "") -> str:
    """A cell of this column with HTML in it; `place` is where it stands on a phone."""
    css = "num" if column.kind in NUMBERS else "cut" if column.kind == "text" else "nowrap"
    named = f' data-label="{escape(label)}"' if label else ""
    return f'<td class="{place} {css}"{named}>{inside}</td>'


def said(value: Cell, currency: str = "") -> str:
    """A value as HTML; `currency` is that of sums."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        exact = f'<time datetime="{value.isoformat()}" title="{words.exact(value)}">'
        return f"{exact}{words.short_moment(value)}</time>"
    if isinstance(value, date):
        return f'<time datetime="{value.isoformat()}">{words.short_day(value)}</time>'
    if isinstance(value, Amount):
        return escape(words.money(value.minor, currency))
    return escape(words.whole(value) if isinstance(value, int) else value)


def link(address: str, text: str, *, main: bool = False) -> str:
    """A link; the main one of a line is the whole line on a phone."""
    css = ' class="main-link"' if main else ""
    return f'<a{css} href="{escape(address)}">{escape(text)}</a>'


def titled(address: str, name: str, about: str = "") -> str:
    """What opens the line, and what it is about."""
    beside = f' <span class="muted">{escape(about)}</span>' if about else ""
    return link(address, name, main=True) + beside
