"""Filters of the board and of the list: they live in the address, so that a view can be sent to a colleague."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from voronka.core.access import Actor
from voronka.core.periods import PASTS, PERIODS
from voronka.frame.lists import columns_of, sort_of
from voronka.queries import figures
from voronka.queries.cycle.cards import Owner
from voronka.queries.cycle.funnel import QUARTER

MOST_SHOWN = 400
YEAR = 365 * 24 * 3600
_DENSITY = "voronka_density"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the address asks for; what it says wrongly is as if it were not said."""

    owner: Owner = "any"
    owner_word: str = ""
    attention: bool = False
    stage: str = ""
    status: str = "open"
    words: str = ""
    lost_reason: str = ""
    figure: str = ""
    more: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Is anything narrowed at all?"""
        return bool(
            self.owner_word or self.attention or self.stage or self.words or self.lost_reason or self.figure
        ) or self.status not in ("open", "")


def read(query: QueryDict, actor: Actor) -> Narrowed:
    """The filters of an address."""
    word = query.get("owner", "")
    owner: Owner = "any"
    if word == "me" and actor.id is not None:
        owner = actor.id
    elif word == "nobody":
        owner = None
    elif word.isdecimal() and len(word) < 10:
        owner = int(word)
    else:
        word = ""
    figure = query.get("figure", "")[:120]
    figure = figure if figures.known(figure) else ""
    # A figure says itself which deals it counts, open or finished.
    status = query.get("status") or ("all" if figure else "open")
    return Narrowed(
        owner=owner,
        owner_word=word,
        attention=query.get("attention") == "1",
        stage=query.get("stage", "")[:2000],
        status=status if status in ("open", "won", "imported", "lost", "all") else "open",
        words=query.get("q", "").strip()[:100],
        lost_reason=query.get("reason", "")[:64],
        figure=figure,
        more=query.get("more", "")[:1000],
        sort=sort_of(query),
        columns=columns_of(query.get("columns", "")),
    )


def page_size(query: QueryDict, usual: int) -> int:
    """How many cards of a column to read: as many as the page already shows, if those are more than usual."""
    told = [query.get(name, "") for name in query if name.startswith("shown.")]
    shown = [int(one) for one in told if one.isdecimal() and len(one) < 7]
    return min(max([usual, *(-(-one // usual) * usual for one in shown)]), MOST_SHOWN)


def density(request: HttpRequest) -> str:
    """Roomy or dense cards: what the address says, else what this browser had before."""
    word = request.GET.get("density") or request.COOKIES.get(_DENSITY, "")
    return "compact" if word == "compact" else "comfortable"


def remember_density(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What was chosen in the address stays with this browser."""
    if "density" in request.GET:
        response.set_cookie(
            _DENSITY, density(request), max_age=YEAR, samesite="Lax", secure=request.is_secure()
        )
    return response


def cohort(query: QueryDict) -> dict[str, Any]:
    """The version (0: all), the period and the past of the funnel; what is said wrongly is as if it were not said."""
    version, days = query.get("version", ""), query.get("days", "")
    return {
        "version": int(version) if version.isdecimal() and len(version) < 7 else None,
        "days": int(days) if days in map(str, PERIODS) else QUARTER,
        "past": query.get("past") if query.get("past") in PASTS else PASTS[0],
    }
