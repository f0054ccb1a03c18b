"""Where one can go: the rail's three groups and the bar of a phone. A place that does not exist is not shown."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.cache import cache as cache_of_numbers
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from voronka.actions.showcase import is_demo
from voronka.core.access import Actor, may
from voronka.core.problems import NotFound
from voronka.core.questions import QUESTIONS
from voronka.frame import tour
from voronka.frame.access import actor
from voronka.frame.processes import chosen
from voronka.frame.words import whole
from voronka.queries import company
from voronka.queries.questions import ANSWER_TITLES
from voronka.queries.rail import MANY, counts


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the rail. `area` is what the page's template names to be marked as the current one."""

    area: str
    title: str | Promise
    url_name: str
    icon: str
    letter: str = ""
    in_bar: bool = False
    verb: str = "deal.see"


WORK = (
    Place("today", _("Today"), "today", "sun-medium", "t", in_bar=True),
    Place("inquiries", _("Inquiries"), "inquiries", "inbox", "i", in_bar=True, verb="inquiry.see"),
    Place("deals", _("Deals"), "board", "square-kanban", "d", in_bar=True),
    Place("clients", _("Clients"), "clients", "contact-round", "c", in_bar=True, verb="client.see"),
    Place("payments", _("Payments"), "payments", "wallet", "y"),
    Place("handovers", _("Hand-over"), "handovers", "handshake", "h"),
)
CONTROL = (
    Place("funnel", _("Funnel"), "funnel", "funnel", "f", verb="passport.see"),
    Place("targets", _("Plan"), "targets", "target", "n"),
    Place("weakspot", _("Weak spot"), "weakspot", "trending-down", "w"),
    Place("meeting", _("Meeting"), "meeting", "video", "m"),
    Place("calls", _("Calls"), "calls", "phone", "k"),
)
PROCESS = (
    Place("people", _("People"), "people", "users", "e", verb="people.see"),
    Place("company", _("Company"), "our_company", "building-2", "o", verb="calendar.change"),
    Place("passport", _("Passport"), "passport", "book-open-check", "p"),
)


@lru_cache(maxsize=4096)
def address(url_name: str, *args: str) -> str:
    """The address of a place, or nothing while it does not exist."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""


def _shown(places: tuple[Place, ...], who: Actor) -> list[dict[str, Any]]:
    return [
        {"area": place.area, "title": place.title, "url": url, "icon": place.icon, "letter": place.letter,
         "in_bar": place.in_bar}
        for place in places
        if may(who, place.verb) and (url := address(place.url_name))
    ]  # fmt: skip


def groups(who: Actor) -> list[dict[str, Any]]:
    """The groups of the rail that have at least one place to which this person may go."""
    named = ((_("Work"), WORK), (_("Control"), CONTROL), (_("Process"), PROCESS))
    return [{"title": title, "places": places} for title, all_of in named if (places := _shown(all_of, who))]


def answers() -> list[dict[str, Any]]:
    """The ten answers of the passport, each with its own page."""
    return [
        {"number": one.number, "word": one.word, "title": ANSWER_TITLES[one.word], "url": url}
        for one in QUESTIONS
        if (url := address("answer", one.word))
    ]


FRESH = 10
"""Seconds for which the numbers of the rail are kept: they are no reason for a page to be slow."""


Count = tuple[str, str, bool]
"""The number beside a place: its area, the text, and whether it is bad news."""


def _counts(who: Actor, process: str | None) -> tuple[Count, ...]:
    """The numbers beside the places, those that say something."""
    key = f"rail/{who.id}/{who.role}/{who.scope}/{hash(who.mates)}/{process or ''}"
    kept = cache_of_numbers.get(key)
    if kept is None:
        kept = counts(who, timezone.now(), process)
        cache_of_numbers.set(key, kept, FRESH)
    numbers = (
        ("today", _capped(kept.attention), True),
        ("inquiries", _capped(kept.inquiries or 0), False),
        ("deals", whole(kept.deals) if kept.deals else "", False),
        ("passport", "" if kept.holding is None else f"{kept.holding}/10", False),
    )
    return tuple(one for one in numbers if one[1])


def _process(request: HttpRequest) -> str | None:
    """Of which process the rail counts; a page of one that is not there still has a rail."""
    try:
        return chosen(request)
    except NotFound:
        return None


def _capped(number: int) -> str:
    return "99+" if number >= MANY else str(number or "")


@dataclass(frozen=True, slots=True)
class Rail:
    """All that the rail of a person depends on, beside the page where they are and their language."""

    role: str
    counts: tuple[Count, ...]


@lru_cache(maxsize=512)
def drawn(template: str, rail: Rail, area: str, language: str) -> SafeString:
    """A piece of the frame, drawn once for all who see it the same: it stands on every page, some twice."""
    who = Actor("person", role=rail.role)
    shown = groups(who)
    context = {
        "area": area,
        "rail_groups": shown,
        "rail_answers": answers(),
        "rail_counts": [{"area": of, "text": text, "bad": bad} for of, text, bad in rail.counts],
        "bar_places": [place for group in shown for place in group["places"] if place["in_bar"]],
        "new_inquiry_door": _new_inquiry(who),
    }
    return render_to_string(template, context)


def _new_inquiry(who: Actor) -> str:
    return address("new_inquiry") if may(who, "inquiry.receive") else ""


def rail(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the rail is only for those who have signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    who = actor(request)
    return {
        "rail": Rail(who.role, _counts(who, _process(request))),
        "new_inquiry_door": _new_inquiry(who),
        "imports_door": address("imports") if may(who, "import.run") else "",
        "me_address": address("me"),
        "languages": [one for one in settings.LANGUAGES if one[0] in company.languages()],
        "own_company": address("own_company") if may(who, "company.replace") and is_demo() else "",
        **tour.shown(request),
    }
