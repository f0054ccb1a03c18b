"""The story of the demo company, told through actions: equal day, language and seed give an equal log."""

import re
from datetime import date, timedelta
from pathlib import Path
from random import Random

from django.utils.translation import gettext_lazy as _

from voronka.actions import passport
from voronka.demo.company import PASSWORD, ROLES, Company, Crowd, address, take_on
from voronka.demo.days import Days
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

PASSPORTS = Path(__file__).parent / "passports"
PLANNED, RENEWED = ("2026-10", "2026-11", "2026-12"), "2027-01-15"
"""What stands in the passports' texts, and is moved."""
FOUNDED = 150
"""Working days before the story's day when the passport was published."""


class NotEmpty(Exception):
    """There is a company in this data already; the demo touches nobody's data."""


def tell(*, today: date, language: str = "ru", seed: int = 1) -> None:
    """Fill an empty installation with the demo company as of the morning of `today`.

    All or nothing: the whole story is one transaction. Raises NotEmpty, ValueError for another language.
    """
    words = speech(language)
    days = Days(values.calendar(), today)
    with work.together():
        if Person.objects.exists() or EventRow.objects.exists():
            raise NotEmpty
        founded = days.ago(FOUNDED * 540)
        actors = take_on(words, founded)
        passport.publish(text=passport_text(language, today), by=actors["owner"], at=founded, door="cli")
        company = Company(values.latest(), days, words, actors)
        for at, do in script(company, Random(f"{language} {seed}")):
            do(at)


def passport_text(language: str, today: date) -> str:
    """The demo's passport, its plans and renewals moved to the days around `today`."""
    text = (PASSPORTS / f"services.{language}.yaml").read_text(encoding="utf-8")
    months = today.year * 12 + today.month - 2

    def moved(found: re.Match[str]) -> str:
        year, month = divmod(months + PLANNED.index(found[0]), 12)
        return f"{year}-{month + 1:02}"

    text = re.sub("|".join(rf"\b{month}\b(?=:)" for month in PLANNED), moved, text)
    return text.replace(RENEWED, (today + timedelta(days=53)).isoformat())


def script(company: Company, dice: Random) -> list[Act]:
    """Every act of every life in the order of time; what falls on one moment keeps its order."""
    crowd = Crowd(company.speech, dice)
    acts: list[Act] = []
    for plot in Plotter(company.process, dice).all():
        acts += Life(company, plot, crowd.next(), Random(dice.random())).script()
    acts += talks(company, crowd, dice)
    return sorted(acts, key=lambda act: act[0])
