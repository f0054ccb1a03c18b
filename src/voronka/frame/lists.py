"""A list of which the reader chooses columns and order: its heads, its orders for a phone, the form of its columns.

Both live in the address: a link says the same to everybody, and the file of the list reads it too.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from voronka.core.sheets import Column
from voronka.frame import replies
from voronka.frame.access import from_script
from voronka.queries.lists.sheet import with_first

NUMBERS = ("whole", "number", "money")
"""Kinds of columns that stand at the right."""
_WORD = re.compile(r"-?[a-z][a-z0-9_.-]{0,90}")


def sort_of(query: QueryDict) -> str:
    """The order that the address names; nothing where it can be none."""
    told = query.get("sort", "")
    return told if _WORD.fullmatch(told) else ""


def columns_of(told: str) -> tuple[str, ...]:
    """Columns as the address names them; what can be none is left out."""
    return tuple(one for one in told[:2000].split(",")[:80] if _WORD.fullmatch(one) and one[0] != "-")


@dataclass(frozen=True, slots=True)
class Table:
    """How a list is ordered: the order now, which columns have one, and those whose greatest one wants to see first.

    `short` has the words of heads that are shorter than those of a file.
    """

    sort: str
    sortable: Callable[[str], bool]
    greatest: frozenset[str] = frozenset()
    short: Mapping[str, str] | None = None

    def title(self, column: Column) -> str:
        """The words of a head."""
        return (self.short or {}).get(column.key, column.title)

    def head(self, column: Column, query: QueryDict, *, css: str = "") -> dict[str, Any]:
        """The head of a column: its words, and the order that it gives when it is pressed."""
        told: dict[str, Any] = {"title": self.title(column), "css": css}
        if not self.sortable(column.key):
            return told
        first = f"-{column.key}" if column.key in self.greatest else column.key
        other = first[1:] if first[0] == "-" else f"-{first}"
        now = self.sort if self.sort in (first, other) else ""
        told["sorted"] = ("descending" if now[0] == "-" else "ascending") if now else ""
        told["address"] = with_(query, sort=other if now == first else first, more="")
        return told

    def orders(self, known: Iterable[Column]) -> Iterator[dict[str, Any]]:
        """All orders that there are, for those who see no heads."""
        for column in known:
            if self.sortable(column.key):
                for word, said in (
                    (column.key, _("%(column)s: ascending")),
                    (f"-{column.key}", _("%(column)s: descending")),
                ):
                    title = said % {"column": self.title(column)}
                    yield {"word": word, "title": title, "on": self.sort == word}


def with_(query: QueryDict, **changes: str) -> str:
    """The address of the list with some of it changed; what is empty goes."""
    told = query.copy()
    told.pop("total", None)
    for name, value in changes.items():
        told.pop(name, None)
        if value:
            told[name] = value
    return f"?{told.urlencode()}"


def carried(query: QueryDict, *without: str) -> list[tuple[str, str]]:
    """What a form that changes these words of the address must carry along; it begins at the first page."""
    return [
        (name, value) for name, value in query.items() if value and name not in (*without, "more", "total")
    ]


def columns_door(
    request: HttpRequest, known: Iterable[Column], *, usual: tuple[str, ...], stays: str, to: str, area: str
) -> HttpResponse:
    """The form in which columns are chosen and put in order; the rest of the address stays.

    `stays` is the column by which a line is opened, `to` the list. The form works by its buttons alone.
    """
    shown, moved = list(columns_of(request.GET.get("columns", "")) or usual), ""
    if request.method == "POST":
        order, on = request.POST.getlist("order"), set(request.POST.getlist("on"))
        moved = request.POST.get("up", "") or request.POST.get("down", "")
        if moved in order:
            place = order.index(moved)
            other = place - 1 if request.POST.get("up") else place + 1
            if 0 <= other < len(order):
                order[place], order[other] = order[other], order[place]
            on.add(moved)
        shown = [one for one in order if one in on]
        if not moved:
            told = [one for one in columns_of(",".join(shown)) if not request.POST.get("usual")]
            word = "" if not told or tuple(told) == usual else ",".join(told)
            return replies.done(request, "", to=to + with_(request.GET, columns=word, more=""), go=True)
    context = {
        "title": _("Columns of the list"),
        "lead": _("Those that are marked are shown, in this order; the file has the same ones."),
        "lines": _chooser(known, shown, stays, moved),
        "action": request.get_full_path(),
        "back": to + with_(request.GET),
        "script": from_script(request),
    }
    return replies.door(request, "parts/_columns.html", context, area=area)


def _chooser(seen: Iterable[Column], shown: Iterable[str], stays: str, moved: str) -> list[dict[str, Any]]:
    """The columns to choose from: those that are shown in their order, then the others."""
    known: Mapping[str, Column] = {one.key: one for one in seen}
    chosen = [one for one in with_first(stays, shown) if one in known]
    lines = [*chosen, *(one for one in known if one not in chosen)]
    return [
        {
            "key": one,
            "title": known[one].title,
            "on": one in chosen,
            "stays": one == stays,
            "first": place == 0,
            "last": place == len(lines) - 1,
            "moved": one == moved,
        }
        for place, one in enumerate(lines)
    ]
