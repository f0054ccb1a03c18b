"""The context of the hall: answers with their titles, colours, and links to the deals behind the numbers."""

from typing import Any
from urllib.parse import urlencode

from voronka.core.access import Actor, may
from voronka.frame.navigation import address
from voronka.queries.passport.lines import Answer, Gap, Line, PassportPage
from voronka.queries.questions import ANSWER_TITLES
from voronka.rooms.passport import trend

PLACES = ("funnel", "inquiries")
"""Figures whose list is a page of its own."""


def context(seen: PassportPage, actor: Actor) -> dict[str, Any]:
    """What the hall shows."""
    answers = [answer(one, actor) for one in seen.answers]
    return {
        "page": seen,
        "process": seen.process,
        "answers": answers,
        "gaps": [gap(one, actor) for one in seen.gaps],
    }


def answer(one: Answer, actor: Actor) -> dict[str, Any]:
    """An answer with its title and colour."""
    return {
        "number": one.number,
        "word": one.word,
        "title": ANSWER_TITLES[one.word],
        "url": address("answer", one.word),
        "open": one.open,
        "agreed": [pieces(line, actor) for line in one.agreed],
        "actual": [pieces(line, actor) for line in one.actual],
        "tag": one.seen.tag,
        "sentence": one.seen.sentence,
        "state": one.seen.verdict.state,
        "tone": trend.TONES.get(one.seen.verdict.state, ""),
        "strip": trend.strip(one.weeks),
    }


def gap(one: Gap, actor: Actor) -> dict[str, Any]:
    """What is left open, with the question it belongs to."""
    return {
        "sentence": one.sentence,
        "title": ANSWER_TITLES.get(one.word, ""),
        "url": address("answer", one.word) if one.word in ANSWER_TITLES else "",
        "deals": behind(one.figure, actor),
    }


def pieces(line: Line, actor: Actor) -> list[dict[str, Any]]:
    """The pieces of a line, with addresses."""
    return [
        {"text": piece.text, "strong": piece.strong, "url": behind(piece.figure, actor)} for piece in line
    ]


def behind(figure: str, actor: Actor) -> str:
    """The list of deals behind a figure, only for those who see all that it counts; or that of inquiries."""
    if figure in PLACES:
        return address(figure) + ("?past=without" if figure == "funnel" else "")
    place, dot, of = figure.partition(".")
    if place == "inquiries" and dot:
        return f"{address(place)}?{urlencode({'figure': of})}" if may(actor, "inquiry.see") else ""
    place = address("deals")
    if not figure or not place or actor.scope != "all":
        return ""
    return f"{place}?{urlencode({'figure': figure})}"
