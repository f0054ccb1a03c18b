"""What the funnel page shows: a finding, a bar a stage with its interval, and the deals behind each number."""

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from voronka.core.access import Actor
from voronka.core.periods import PASTS, PERIODS
from voronka.frame.navigation import address
from voronka.frame.words import russian, share
from voronka.queries.cycle import cohorts
from voronka.queries.cycle.funnel import EVERY, TOO_FEW, YEAR, Funnel, StagePass
from voronka.queries.words import listed

PAST_TITLES = {
    "with": gettext_lazy("With the past"),
    "without": gettext_lazy("Only by evidence"),
    "only": gettext_lazy("Only the past"),
}
WIDTH = 1000
"""The bar's own units: a thousand is all."""


def context(seen: Funnel, actor: Actor) -> dict[str, Any]:
    """The context of the page."""
    return {
        "funnel": seen,
        "heading": heading(seen),
        "below": below(seen),
        "whole": between(seen.low, seen.high) if seen.rate is not None else "",
        "lines": [line(one, seen, actor) for one in seen.stages],
        "links": {what: _behind(seen, actor, what) for what in ("deals", "won", "lost", "open")},
        "versions": [
            {"value": number, "text": _("Version %(n)d") % {"n": number}, "on": number == seen.version}
            for number in seen.versions
        ]
        + [{"value": EVERY, "text": _("All versions"), "on": seen.version == EVERY}],
        "periods": [{"value": days, "text": period(days), "on": days == seen.days} for days in PERIODS],
        "pasts": [{"value": one, "text": str(PAST_TITLES[one]), "on": one == seen.past} for one in PASTS],
        "too_few": TOO_FEW,
        "many_versions": len(seen.versions) > 1,
    }


def heading(seen: Funnel) -> str:
    """What is found, in a sentence."""
    if seen.counted_at is None:
        return _("The funnel is being counted")
    if seen.rate is None:
        return _("Too little data for the whole funnel yet")
    won = max(round(seen.rate * 100), 0)
    return ngettext("%(n)d of 100 deals is won", "%(n)d of 100 deals are won", won) % {"n": won}


def below(seen: Funnel) -> str:
    """The stages from which fewer go on than was agreed, beyond chance."""
    names = [one.title for one in seen.stages if one.below]
    return _("Below the norm: %(stages)s.") % {"stages": listed(names, 4)} if names else ""


def line(one: StagePass, seen: Funnel, actor: Actor) -> dict[str, Any]:
    """A stage with its bar and its links."""
    return {
        "row": one,
        "share": share(one.rate) if one.rate is not None else "",
        "between": between(one.low, one.high) if one.rate is not None else "",
        "wanted": share(one.wanted) if one.wanted is not None else "",
        "bar": bar(one),
        "median": days_of(one.median),
        "p80": days_of(one.p80),
        "half": within(one.median),
        "most": within(one.p80),
        "within": share(one.within / one.due) if one.due >= TOO_FEW else "",
        "links": {
            what: _behind(seen, actor, what, one.stage) for what in ("entered", "on", "lost_on", "still")
        },
    }


def bar(one: StagePass) -> dict[str, int] | None:
    """Where the bar ends, where its interval lies, and where the norm stands."""
    if one.rate is None or one.low is None or one.high is None:
        return None
    low, high = round(one.low * WIDTH), round(one.high * WIDTH)
    drawn = {"rate": round(one.rate * WIDTH), "low": low, "span": max(high - low, 2)}
    if one.wanted is not None:
        drawn["wanted"] = round(min(one.wanted, 1) * WIDTH)
    return drawn


def _behind(seen: Funnel, actor: Actor, what: str, stage: str = "") -> str:
    """The list of those deals; only for those who see all that is counted."""
    if actor.scope != "all":
        return ""
    figure = cohorts.name(what, seen.version, seen.days, stage, seen.past)
    return f"{address('deals')}?{urlencode({'process': seen.process, 'figure': figure})}"


def between(low: float | None, high: float | None) -> str:
    """64 to 79 %: the middle 95 % of what it can be."""
    told = {"low": round((low or 0) * 100), "high": round((high or 0) * 100)}
    return _("%(low)d to %(high)d%%") % told


def days_of(value: float | None) -> str:
    """2,4: working days."""
    if value is None:
        return ""
    text = f"{value:.1f}" if value < 9.95 else f"{value:.0f}"
    return text.replace(".", ",") if russian() else text


def within(value: float | None) -> str:
    """How long at most, in working time."""
    if value is None:
        return ""
    if value < 1:
        return _("a working day")
    if value >= 9.95 or f"{value:.1f}".endswith("0"):
        return ngettext("%(n)s working day", "%(n)s working days", round(value)) % {"n": round(value)}
    return _("%(n)s working days") % {"n": days_of(value)}


def period(days: int) -> str:
    """How long the period is, as people say it."""
    return _("52 weeks") if days == YEAR else _("%(n)d days") % {"n": days}
