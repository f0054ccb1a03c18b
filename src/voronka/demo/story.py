"""The story of the demo company, told through actions: equal day, language and seed give an equal log."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from django.utils.translation import gettext_lazy as _

from voronka.actions import passport
from voronka.core.money import digits
from voronka.core.process import Process
from voronka.demo import truth, versions
from voronka.demo.company import PASSWORD, ROLES, Company, Crowd, address, take_on
from voronka.demo.control import meetings
from voronka.demo.days import Days
from voronka.demo.door import held_back, open_door
from voronka.demo.inquiries import Act, talks
from voronka.demo.life import Life
from voronka.demo.plots import Plotter
from voronka.demo.speech import speech
from voronka.store import values, work
from voronka.store.models import EventRow, Person

__all__ = ["PASSWORD", "SIGN_INS", "NotEmpty", "tell"]

TITLES = {
    "owner": _("owner"),
    "head": _("head of sales"),
    "manager": _("manager"),
    "other_manager": _("second manager"),
    "support": _("sales support"),
    "curator": _("curator, takes projects over"),
    "accountant": _("accountant"),
}
SIGN_INS = [(address(word), TITLES[word]) for word in ROLES]
"""Who can sign in, and as what."""
LEAST_WEEKS = 12
"""A shorter story has no time for a deal from its beginning to its end, and for what stands on the board."""

Told = Callable[[float], None]


class NotEmpty(Exception):
    """There is a company in this data already; the demo touches nobody's data."""


def tell(
    *, today: date, language: str = "ru", seed: int = 1, weeks: int = truth.WEEKS, told: Told | None = None
) -> None:
    """Fill an empty installation with the demo company as of the morning of `today`.

    All or nothing: the whole story is one transaction. `weeks` tells only the last ones of it; `told` hears
    how much of it is told. Raises NotEmpty, ValueError for another language or for too few weeks.
    """
    words = speech(language)
    if not LEAST_WEEKS <= weeks <= truth.WEEKS:
        raise ValueError(f"the demo's story has {LEAST_WEEKS} to {truth.WEEKS} weeks")
    dice = Random(f"{language} {seed}")
    days = Days(values.calendar(), today, weeks)
    with work.together():
        if Person.objects.exists() or EventRow.objects.exists():
            raise NotEmpty
        company = Company(days, words, take_on(words, days.at(1)))
        _tell(company, Plotter(days, weeks, dice), dice, told or (lambda share: None))


def _tell(company: Company, plotter: Plotter, dice: Random, told: Told) -> None:
    """Each version is published at its time, and the lives that go by it are told from then on."""
    plots = plotter.all()
    crowd = Crowd(company.speech, dice)
    callers = list(crowd.leads(len(plots)))
    acts = talks(company, plotter, crowd, dice) + meetings(company, plotter, dice)
    for version, begins, ends in _versions(plotter):
        process = _publish(company, version, begins)
        if version == 2:
            open_door(company, process, begins)
        mine = [
            (plot, caller) for plot, caller in zip(plots, callers, strict=True) if plot.version == version
        ]
        lives = [Life(company, process, plot, caller, Random(dice.random())) for plot, caller in mine]
        _scale(lives, truth.CHECK[version] * 10 ** digits(process.currency))
        acts += [act for life in lives for act in life.script()]
        acts.sort(key=lambda act: act[0])
        acts = _perform(company.days, acts, ends, told)
        if version == 2:
            held_back(company, process)


def _versions(plotter: Plotter) -> list[tuple[int, int, int]]:
    """Which versions are told of, from which position to which."""
    end = plotter.days.end
    if plotter.first >= truth.RENEWED:
        return [(2, 2, end)]
    return [(1, 2, plotter.renewed), (2, plotter.renewed, end)]


def _publish(company: Company, version: int, begins: int) -> Process:
    days = company.days
    day = days.today if version == 2 else days.first
    text = versions.text(company.speech.language, version, day)
    passport.publish(text=text, by=company.actors["owner"], at=days.at(begins), door="cli")
    return values.latest()


def _scale(lives: Sequence[Life], check: int) -> None:
    """Give every deal its sum, so that won deals have the planted check on average."""
    won = [life.price for life in lives if life.plot.end == "won"]
    scale = check * len(won) / sum(won) if won else 1
    for life in lives:
        life.agree_on(scale)


def _perform(days: Days, acts: Sequence[Act], ends: int, told: Told) -> list[Act]:
    """Do what lies before this position; what is left for later."""
    for number, (moment, do) in enumerate(acts):
        if moment >= ends * 60:
            return list(acts[number:])
        if number % 500 == 0:
            told(moment / (days.end * 60))
        do(days.at(moment // 60) + timedelta(seconds=moment % 60))
    return []
