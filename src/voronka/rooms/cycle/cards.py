"""The HTML of a card, kept: a board of hundreds of cards is mostly cards that have not changed."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from html import escape

from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from voronka.frame import words
from voronka.queries.cycle.cards import Card
from voronka.queries.sums import whole

KEPT = 20_000
"""About 25 MB at most; a company's open deals."""

TONES = {"late": "bad", "no_step": "bad", "step_late": "bad", "soon": "warn"}

Reader = tuple[str, date, str]
_drawn: dict[tuple[int, Reader], tuple[Card, str]] = {}


def reader() -> Reader:
    """What of the reader changes the words of a card: language, day, time zone."""
    return get_language() or "", timezone.localdate(), timezone.get_current_timezone_name()


def html(cards: Iterable[Card]) -> SafeString:
    """Cards as this reader sees them today.

    The query gives the very same card while nothing about it has changed, so what was drawn is found by
    identity; the kept card itself sees to it that no other comes to have its number.
    """
    who = reader()
    pieces = []
    for card in cards:
        drawn = _drawn.get((id(card), who))
        if drawn is None or drawn[0] is not card:
            if len(_drawn) >= KEPT:
                _drawn.clear()
            drawn = _drawn[id(card), who] = (card, draw(shown(card, who)))
        pieces.append(drawn[1])
    return mark_safe("".join(pieces))


_MARK = re.compile(r"{{ (\w+) }}|{% if (\w+) %}|{% endif %}")
Piece = tuple[str | None, str, str | None]
"""A word that must say something, if any; the text as it stands; a word that follows it, if any."""


def draw(said: Mapping[str, str]) -> str:
    """The template of a card with these words.

    Django's own way of drawing it costs ten times as much, and a cold board draws hundreds; so the template
    keeps to variables and plain ifs, and a test holds both ways to the same HTML.
    """
    drawn = []
    for condition, text, name in _pieces():
        if condition is None or said[condition]:
            drawn.append(text)
            if name is not None:
                drawn.append(escape(said[name]))
    return "".join(drawn)


@cache
def _pieces() -> tuple[Piece, ...]:
    source = get_template("cycle/_card.html").template.source.strip()  # type: ignore[attr-defined]
    pieces: list[Piece] = []
    condition, at = None, 0
    for mark in _MARK.finditer(source):
        pieces.append((condition, source[at : mark.start()], mark[1]))
        if mark[1] is None:
            condition = mark[2]
        at = mark.end()
    return (*pieces, (condition, source[at:], None))


@cache
def _before_key() -> str:
    return reverse("deal", args=[0]).removesuffix("0")


def address(key: int) -> str:
    """Where the deal card is; asked hundreds of times a page."""
    return f"{_before_key()}{key}"


def shown(card: Card, who: Reader) -> dict[str, str]:
    """The words of a card, for this reader."""
    language, today, _zone = who
    return {
        "key": str(card.key),
        "seen": str(card.state_seq),
        "url": address(card.key),
        "move": address(card.key) + "/stage",
        "client": title(card),
        "about": card.about if card.client else "",
        "tone": TONES.get(card.attention, ""),
        "tag": _why(card.attention, card.late_days, language) if card.attention else "",
        "next": next_step(card, today, language),
        "sum": words.money(card.agreed, card.currency) if card.agreed else "—",
        "days": _days(card.days, language),
        "owner": card.owner_name,
        "nobody": "" if card.owner_name else " nobody",
        "initials": words.initials(card.owner_name) if card.owner_name else "?",
    }


def title(card: Card) -> str:
    """What the deal is called: its client, else what it is about, else its number."""
    return card.client or card.about or _("Deal no. %(n)s") % {"n": card.key}


def attention(card: Card) -> str:
    """Why the card asks for a look, in two or three words."""
    return _why(card.attention, card.late_days, get_language()) if card.attention else ""


def next_step(card: Card, today: date, language: str | None) -> str:
    """What is next and when: Созвон, сегодня, 15:30."""
    if card.next_step_at is None:
        return ""
    local = timezone.localtime(card.next_step_at)
    when = f"{_day(local.date(), today, language)}, {local:%H:%M}"
    return f"{card.next_step}, {when}" if card.next_step else when[:1].upper() + when[1:]


# Hundreds of cards say the same few words: each is looked up in the catalogue once a language.


@lru_cache(maxsize=2048)
def _why(attention: str, late_days: int, language: str | None) -> str:
    match attention:
        case "late" if late_days:
            return ngettext("%(n)s day late", "%(n)s days late", late_days) % {"n": whole(late_days)}
        case "late":
            return _("late")
        case "no_step":
            return _("no next step")
        case "step_late":
            return _("the step is overdue")
    return ""


@lru_cache(maxsize=2048)
def _day(day: date, today: date, language: str | None) -> str:
    return words.short_day(day, today)


@lru_cache(maxsize=2048)
def _days(number: int, language: str | None) -> str:
    return words.days_short(number)
