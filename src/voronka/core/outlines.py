"""How a company sells, as a file of its past tells it: what its first passport is drafted from.

A file is traced by `formats/tables/traces`, `formats/passport/outlined` makes a text of what was found and corrected.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from voronka.core.clients import is_email
from voronka.core.imports import LEFT_OUT, LOST, WON
from voronka.core.money import CURRENCIES
from voronka.core.problems import Problem

OWN: Final = ""
"""What a word of the file becomes: a stage of its own; else WON, LOST, LEFT_OUT, or the word whose stage it shares."""
LONGEST_NORM: Final = 120
LONGEST_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class StageWord:
    """A word of the stage column, with how many lines say it; `norm` in working days, none where nothing tells it."""

    word: str
    count: int
    title: str
    to: str = OWN
    norm: int | None = None


@dataclass(frozen=True, slots=True)
class NamedWord:
    """A reason or a source: what it is called here; without a title it is kept as a note of its deals."""

    word: str
    count: int
    title: str


@dataclass(frozen=True, slots=True)
class PersonWord:
    """Who led deals there: somebody who works here (`key`), somebody to be added by this `email`, or nobody."""

    word: str
    count: int
    email: str = ""
    key: int = 0


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """A column of few words that nothing else reads: an own field to choose from, where it has a title."""

    place: int
    head: str
    title: str
    words: tuple[NamedWord, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The draft in a company's own words. Stages stand in their order; `pipelines` are those of the file with their
    counts, `pipeline` the one of which this is the outline. `stood` is the stage on which closed deals are taken to
    have stood; `whole` how many days half of the won deals took from end to end.
    """

    title: str = ""
    currency: str = "RUB"
    language: str = "en"
    stages: tuple[StageWord, ...] = ()
    reasons: tuple[NamedWord, ...] = ()
    channels: tuple[NamedWord, ...] = ()
    people: tuple[PersonWord, ...] = ()
    fields: tuple[FieldColumn, ...] = ()
    pipeline: str = ""
    pipelines: tuple[tuple[str, int], ...] = ()
    stood: str = ""
    whole: float | None = None

    @property
    def cycle(self) -> tuple[StageWord, ...]:
        """The words that are stages of their own, in their order."""
        return tuple(one for one in self.stages if one.to == OWN)

    def moved(self, word: str, by: int) -> "Outline":
        """The same with one of its own stages moved among them."""
        order = [one.word for one in self.cycle]
        if word not in order:
            return self
        place = order.index(word)
        other = place + by
        if not 0 <= other < len(order):
            return self
        order[place], order[other] = order[other], order[place]
        known = {one.word: one for one in self.stages}
        rest = [one for one in self.stages if one.to != OWN]
        return replace(self, stages=(*(known[one] for one in order), *rest))

    def stage_of(self, word: str) -> str:
        """The word whose stage this one is in the end, or the end that it means."""
        known = {one.word: one for one in self.stages}
        seen: set[str] = set()
        while word in known and known[word].to != OWN and word not in seen:
            seen.add(word)
            word = known[word].to
        return word


def wrong(outline: Outline, people: Collection[int]) -> tuple[Problem, ...]:
    """All that stands in the way of a passport, each at its place; `people` are the keys of those who work here."""
    found: list[Problem] = []
    known = {one.word for one in outline.stages}
    ends = {OWN, WON, LOST, LEFT_OUT}
    for one in outline.stages:
        place = f"stages.{one.word}"
        if one.to not in ends and (one.to not in known or outline.stage_of(one.word) in (one.word, "")):
            found.append(Problem("unknown_choice", place, {"have": one.to[:60], "known": sorted(known)[:20]}))
        if one.to == OWN:
            found += _title(one.title, place, required=True)
            if one.norm is not None and not 1 <= one.norm <= LONGEST_NORM:
                found.append(Problem("norm_out_of_bounds", place, {"most": LONGEST_NORM}))
    for part in ("reasons", "channels"):
        for named in getattr(outline, part):
            found += _title(named.title, f"{part}.{named.word}", required=False)
    for column in outline.fields:
        found += _title(column.title, f"fields.{column.head}", required=False)
        for named in column.words:
            found += _title(named.title, f"fields.{column.head}.{named.word}", required=False)
        if column.title and not any(named.title.strip() for named in column.words):
            found.append(Problem("required", f"fields.{column.head}"))
    mails = [one.email.lower() for one in outline.people if one.email]
    for who in outline.people:
        place = f"people.{who.word}"
        if who.email and not is_email(who.email):
            found.append(Problem("email_unreadable", place, {"typed": who.email[:60]}))
        elif who.email and mails.count(who.email.lower()) > 1:
            found.append(Problem("email_taken", place, {"typed": who.email[:60]}))
        if who.key and who.key not in people:
            found.append(Problem("unknown_choice", place, {"have": str(who.key), "known": []}))
    if outline.currency not in CURRENCIES:
        found.append(
            Problem("unknown_choice", "currency", {"have": outline.currency[:60], "known": list(CURRENCIES)})
        )
    found += _title(outline.title, "title", required=False)
    return tuple(found)


def _title(title: str, place: str, *, required: bool) -> list[Problem]:
    if len(title) > LONGEST_TITLE:
        return [Problem("too_long", place, {"length": len(title), "limit": LONGEST_TITLE})]
    return [Problem("required", place)] if required and not title.strip() else []
