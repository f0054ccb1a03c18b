"""The hall of the passport and the page of one question, put together."""

import json
from collections import defaultdict
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import NotFound
from voronka.core.process import Process, Stage
from voronka.core.questions import QUESTIONS, WORDS
from voronka.core.verdicts import declared
from voronka.formats.passport import Finding
from voronka.queries import said, told
from voronka.queries.expressions import expression
from voronka.queries.passport import actual, agreed, details, findings, measured
from voronka.queries.passport.judged import judged
from voronka.queries.passport.lines import (
    Answer,
    Gap,
    PassportPage,
    QuestionPage,
    Seen,
    StageRules,
)
from voronka.queries.passport.measured import Measured
from voronka.queries.spans import span
from voronka.store.models import PassportVersion, Person

SELLERS: Final = ("owner", "head", "manager", "support")
"""System roles that can lead a deal."""
UNPAYABLE: Final = ("cannot_pay",)
"""The lost reason that says: a way of paying is missing."""


def passport(
    actor: Actor, at: datetime, today: date, *, process: str | None = None, number: int | None = None
) -> PassportPage:
    """The ten answers, as agreed beside as it is, in the language of the page. NotFound before the first.

    An earlier version (`number`) is told as agreed alone: what happens now is not judged by it.
    """
    access.require(actor, "passport.see")
    now = told.latest(process)
    known = now if number is None else told.process(now.key, number)
    row = PassportVersion.objects.defer("compiled", "text").get(process=known.key, number=known.version)
    names, counted_at = names_by_role(), None
    if known.version == now.version:
        seen = measured.kept(known, at)
        answers, counted_at = _judged(known, names, seen, today), seen.counted_at
        open_ends = (*gaps(row), *seen_gaps(known, names, seen))
    else:
        answers, open_ends = _agreed(known, names, today), gaps(row)
    publisher = (
        Person.objects.filter(pk=_person(row.published_by) or 0).values_list("name", flat=True).first()
    )
    return PassportPage(
        process=known,
        published_at=row.published_at,
        published_by=publisher or "",
        answers=answers,
        gaps=open_ends,
        may_publish=access.may(actor, "passport.publish"),
        holds_now=known.version == now.version,
        counted_at=counted_at,
    )


def _judged(process: Process, names: agreed.Names, seen: Measured, today: date) -> tuple[Answer, ...]:
    return tuple(
        _answer(question.number, question.word, process, seen, names, today) for question in QUESTIONS
    )


def _agreed(process: Process, names: agreed.Names, today: date) -> tuple[Answer, ...]:
    return tuple(
        Answer(
            one.number,
            one.word,
            agreed.answer(one.word, process, names, today),
            (),
            Seen(declared(process, one.word), "", ""),
        )
        for one in QUESTIONS
    )


def question(
    actor: Actor, word: str, at: datetime, today: date, *, process: str | None = None
) -> QuestionPage:
    """One question with its proof; NotFound for a word that is none."""
    access.require(actor, "passport.see")
    if word not in WORDS:
        raise NotFound("question", word)
    known = told.latest(process)
    row = PassportVersion.objects.defer("compiled", "text").get(process=known.key, number=known.version)
    seen = measured.kept(known, at)
    number = WORDS.index(word) + 1
    return QuestionPage(
        process=known,
        answer=_answer(number, word, known, seen, names_by_role(), today),
        stages=tuple(rules(stage, known) for stage in known.cycle.stages) if word == "cycle" else (),
        times=actual.times(known, at, seen.times) if word == "cycle" else (),
        refusals=seen.refusals if word == "cycle" else (),
        passed=actual.passed(known, at) if word == "cycle" else (),
        granters=actual.granters(known, at) if word == "cycle" else (),
        losses=actual.losses(known, seen.losses) if word == "cycle" else (),
        rows=tuple(details.rows(word, known)),
        gaps=tuple(gap for gap in gaps(row) if gap.word == word),
        counted_at=seen.counted_at,
    )


def _answer(
    number: int, word: str, process: Process, seen: Measured, names: agreed.Names, today: date
) -> Answer:
    lines, verdict = judged(word, process, seen, today)
    weeks = tuple((week, states.get(word, "")) for week, states in seen.weeks.items())
    return Answer(number, word, agreed.answer(word, process, names, today), lines, verdict, weeks)


def names_by_role() -> agreed.Names:
    """Who works here, by system role."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    people = Person.objects.filter(is_active=True).order_by("pk").values_list("role", "name")
    for role, name in people:
        found[role].append(name)
    return {role: tuple(several) for role, several in found.items()}


def _person(label: str) -> int | None:
    kind, _dot, key = label.partition(":")
    return int(key) if kind == "person" and key.isdecimal() else None


def gaps(row: PassportVersion) -> tuple[Gap, ...]:
    """What a version leaves open, in the language of the page; unanswered questions show it themselves."""
    found = [Finding(**one) for one in json.loads(row.gaps)]
    return tuple(
        Gap(findings.word(one), findings.sentence(one), one.line)
        for one in found
        if one.code != "not_answered"
    )


def seen_gaps(process: Process, names: agreed.Names, seen: Measured) -> list[Gap]:
    """What no text says, but every company should see: it rests on one person; clients could not pay."""
    found = []
    sellers = {name for role in SELLERS for name in names.get(role, ())}
    if len(sellers) == 1:
        (name,) = sellers
        found.append(Gap("owner", _("The whole process rests on one person, %(name)s.") % {"name": name}))
    for role in process.owner.roles:
        if not names.get(role.system):
            found.append(Gap("owner", _("Nobody here holds the role “%(role)s”.") % {"role": role.title}))
    for loss in actual.losses(process, seen.losses):
        if loss.reason in UNPAYABLE and loss.count:
            sentence = ngettext(
                "%(n)d deal was lost within 90 days because the client could not pay by the methods we offer.",
                "%(n)d deals were lost within 90 days because the client could not pay by the methods we offer.",
                loss.count,
            )
            found.append(Gap("closing", sentence % {"n": loss.count}, figure=loss.figure))
    return found


def rules(stage: Stage, process: Process) -> StageRules:
    """A stage as agreed."""
    roles = {role.id: role.title for role in process.owner.roles}
    titles = {one.id: one.title for one in process.documents}
    return StageRules(
        title=stage.title,
        purpose=stage.purpose,
        role=roles.get(stage.role, ""),
        norm=span(stage.norm) if stage.norm else "",
        asks=tuple(said.condition(guard, process) for guard in stage.leave_when),
        skip=expression(process.cycle.may_skip[stage.id], process)
        if stage.id in process.cycle.may_skip
        else "",
        steps=tuple(step.title for step in stage.steps),
        instruction=stage.instruction,
        documents=tuple(titles.get(one, one) for one in stage.documents),
    )
