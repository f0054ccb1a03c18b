"""How many go on from a stage, as the board and the deal card say it beside the stage."""

from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from voronka.core.process import Process
from voronka.frame.words import share
from voronka.queries.cycle.funnel import Pass, passes
from voronka.rooms.cycle.funnel_page import between

FRESH = 10
"""Seconds for which it is kept: the worker counts it every twenty, and a board is asked for every second."""


def of(process: Process) -> dict[str, dict[str, Any]]:
    """By stage: what to say, what to say to the one who points at it, and the bar; nothing before the first count."""
    key = f"passes/{process.key}/{process.version}"
    kept: dict[str, Pass] | None = cache.get(key)
    if kept is None:
        kept = passes(process)
        cache.set(key, kept, FRESH)
    language = get_language()
    return {stage: _said(one, language) for stage, one in kept.items()}


@lru_cache(maxsize=512)
def _said(one: Pass, language: str | None) -> dict[str, Any]:
    if one.rate is None:
        few = _("%(n)d deals of the last %(days)d days: too little data to say how many go on.")
        return {"text": _("too little data"), "title": few % {"n": one.n, "days": one.days}}
    whole = _(
        "From %(between)s go on; %(n)d deals of the last %(days)d days, %(version)s, open ones weighted."
    )
    told = {
        "between": between(one.low, one.high),
        "n": one.n,
        "days": one.days,
        "version": version(one.version),
    }
    return {
        "text": _("%(share)s go on") % {"share": share(one.rate)},
        "title": whole % told,
        "value": round(one.rate * 100),
        "tone": "bad" if one.below else "",
    }


def version(number: int) -> str:
    """Under which version the deals were opened."""
    return _("version %(n)d") % {"n": number} if number else _("all versions")
