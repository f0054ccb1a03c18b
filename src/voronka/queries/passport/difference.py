"""What another version of a passport says otherwise, question by question, in sentences that a sales head reads."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext as _

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.passport import Change, difference
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.core.process import Assign, CallReviews, Guard, Lapse, Price, Process, Rhythm, Span, Tripwire
from voronka.core.processdata import from_data
from voronka.core.questions import WORDS
from voronka.formats.passport import read
from voronka.queries import said
from voronka.queries.days import day, month
from voronka.queries.expressions import expression
from voronka.queries.passport.details import rhythm
from voronka.queries.passport.things import label, thing
from voronka.queries.spans import span
from voronka.queries.sums import money, percent, russian
from voronka.store import company, values
from voronka.store.models import PassportDraft, PassportVersion

LONG = 90
"""Longer texts are shown beside each other, not inside a sentence."""
MONEY = (
    "product.offers.price",
    "targets.revenue",
    "targets.teams",
    "targets.people",
    "targets.average_check",
)
Side = int | Literal["draft"]


@dataclass(frozen=True, slots=True)
class Said:
    """One difference: its kind, its sentence, and both texts where they are too long for one."""

    kind: str
    path: str
    sentence: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What one question answers otherwise; `word` is empty for the passport as a whole."""

    word: str
    changes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions and what is different between them; `old` and `new` are numbers, 0 the draft or a file."""

    process: str
    old: int
    new: int
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many things are said otherwise."""
        return sum(len(group.changes) for group in self.groups)


def of_versions(*, by: Actor, old: Side, new: Side, process: str | None = None) -> Difference:
    """Two versions of a process, or a version and the draft. NotFound; Invalid where the draft has errors."""
    access.require(by, "passport.see")
    key = process or values.latest().key
    return _said(side_of(by, key, old), side_of(by, key, new))


def of_text(text: str, *, by: Actor) -> Difference:
    """A text against what holds of its process. Invalid where it has errors, NotFound where nothing holds."""
    access.require(by, "passport.see")
    found = read_text(text)
    return _said(values.latest(found.key), found)


def between(old: Process, new: Process) -> tuple[Group, ...]:
    """What the new one says otherwise, by question."""
    changes = difference(old, new)
    words = ("", *WORDS)
    groups = [(word, [one for one in changes if one.word == word]) for word in words]
    return tuple(Group(word, tuple(sentence(one, old, new) for one in some)) for word, some in groups if some)


def _said(old: Process, new: Process) -> Difference:
    return Difference(new.key, old.version, new.version, between(old, new))


def side_of(by: Actor, key: str, side: Side) -> Process:
    """A version, or the draft. NotFound; Invalid where the draft has errors."""
    if side == "draft":
        access.require(by, "passport.draft")
        text = PassportDraft.objects.filter(process=key).values_list("text", flat=True).first()
        if text is None:
            raise NotFound("draft", key)
        return read_text(text)
    row = PassportVersion.objects.filter(process=key, number=side).values_list("compiled").first()
    if row is None:
        raise NotFound("passport", f"{key} {side}")
    return from_data(json.loads(row[0]))


def read_text(text: str) -> Process:
    """The process that a text says; Invalid where it has errors."""
    reading = read(text, company.ours().currency)
    if reading.process is None:
        first = reading.errors[0]
        data = {"count": len(reading.errors), "line": first.line, "column": first.column}
        raise Invalid(Problem("passport_errors", "text", data))
    return reading.process


def sentence(one: Change, old: Process, new: Process) -> Said:
    """One difference in words."""
    told = _sentence(one, old, new)
    return replace(told, sentence=_large(told.sentence))


def _sentence(one: Change, old: Process, new: Process) -> Said:
    words = {"where": _where(one), "thing": _thing(one)}
    match one.kind:
        case "renamed":
            told = _("%(where)s%(thing)s is now called “%(new)s”.")
            named = label_of(one.path.removesuffix(".title"), one.old)
            return Said(one.kind, one.path, told % {**words, "thing": named, "new": one.new})
        case "moved":
            told = (
                _("%(where)s%(thing)s now comes after “%(before)s”.")
                if one.old is None and one.new is not None
                else _("%(where)s%(thing)s now comes first.")
            )
            return Said(one.kind, one.path, told % {**words, "before": title(one.new)})
        case "added" if one.thing is not None and hasattr(one.thing, "id"):
            told = (
                _("%(where)sNew: %(thing)s, after “%(before)s”.")
                if one.old
                else _("%(where)sNew: %(thing)s.")
            )
            return Said(one.kind, one.path, told % {**words, "before": title(one.old)})
        case "removed" if one.thing is not None and hasattr(one.thing, "id"):
            return Said(one.kind, one.path, _("%(where)sGone: %(thing)s.") % words)
    if isinstance(one.thing, Guard):
        return _condition(one, old, new, words["where"])
    return _value(one, old, new, words["where"])


def _condition(one: Change, old: Process, new: Process, where: str) -> Said:
    """A condition that is asked, is not asked any more, or is kept otherwise."""
    now, before = (
        said.condition(guard, process) if isinstance(guard, Guard) else ""
        for guard, process in ((one.thing, new), (one.old, old))
    )
    match one.kind:
        case "added":
            told = _("%(where)s%(label)s: now also %(now)s.")
        case "removed":
            told = _("%(where)s%(label)s: no longer %(now)s.")
            now = said.condition(one.thing, old)
        case _ if one.path.endswith(".mode"):
            bare = said.condition(Guard(one.thing.name, one.thing.arg), new)
            told = {
                "enforce": _("%(where)s%(label)s: without this nobody goes on now: %(now)s."),
                "warn": _("%(where)s%(label)s: now only a warning: %(now)s."),
                "observe": _("%(where)s%(label)s: now only counted: %(now)s."),
            }[one.new]
            now = bare
        case _:
            told = _("%(where)s%(label)s: %(now)s instead of: %(before)s.")
    words = {"where": where, "label": label(one.path.removesuffix(".mode")), "now": now, "before": before}
    return Said(one.kind, one.path, told % words)


def _value(one: Change, old: Process, new: Process, where: str) -> Said:
    """A value that is another one, is said for the first time, or no longer."""
    name = label(one.path)
    if isinstance(one.thing, str):
        name = _("%(label)s, %(of)s") % {"label": name, "of": _key(one.path, one.thing, new, old)}
    before, after = value(one.old, one.path, old), value(one.new, one.path, new)
    words = {"where": where, "label": name, "old": before, "new": after}
    if max(len(before), len(after)) > LONG or "\n" in before + after:
        told = _("%(where)s%(label)s: written anew.") % words
        return Said(one.kind, one.path, told, before, after)
    match one.kind:
        case "added":
            told = _("%(where)s%(label)s: %(new)s, was not said before.")
        case "removed":
            told = _("%(where)s%(label)s: not said any more, was %(old)s.")
        case _:
            told = _("%(where)s%(label)s: was %(old)s, now %(new)s.")
    return Said(one.kind, one.path, told % words)


def _where(one: Change) -> str:
    """Whose part it is: `Stage “Call”: `; nothing for a thing that stands by itself."""
    holders = [one_of for one_of in one.within if hasattr(one_of, "id")]
    path = one.path.rpartition(".")[0]
    if one.kind == "renamed":
        path = path.rpartition(".")[0]
    if not holders:
        return "".join(f"{holder}: " for holder in one.within if isinstance(holder, str))
    return _("%(thing)s: ") % {"thing": label_of(_path_of(path), title(holders[-1]))}


def _path_of(path: str) -> str:
    """The kind of thing that holds what stands at this path."""
    while path and not thing(path):
        path = path.rpartition(".")[0]
    return path


def _thing(one: Change) -> str:
    return label_of(one.path, title(one.thing)) if hasattr(one.thing, "id") else ""


def label_of(path: str, name: str) -> str:
    """`stage “Call”`."""
    return _("%(kind)s “%(name)s”") % {"kind": thing(path) or label(path), "name": name}


def title(one: Any) -> str:
    """What a thing is called; nothing for none."""
    return str(getattr(one, "title", "") or getattr(one, "id", "")) if one is not None else ""


def _large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _key(path: str, key: str, new: Process, old: Process) -> str:
    """What a key of a plan, a norm or a rule stands for: a month, a stage."""
    if path.startswith("targets.") and path != "targets.conversion":
        return month(key).lower() if russian() else month(key)
    stages = {one.id: one.title for process in (old, new) for one in process.cycle.stages}
    return _("“%(name)s”") % {"name": stages.get(key, key)}


def value(given: Any, path: str, process: Process) -> str:
    """A value of a passport as people say it."""
    match given:
        case None | "" | ():
            return ""
        case bool():
            return _("yes") if given else _("no")
        case int() | float() if path in MONEY:
            return money(int(given), process.currency)
        case int() | float() if path in ("closing.paid", "targets.conversion"):
            return percent(given)
        case Span():
            return span(given)
        case Rhythm():
            return rhythm(given)
        case Price():
            return f"{money(given.amount, process.currency)}{f' / {given.every}' if given.every else ''}"
        case Assign():
            return _role(given.role, process)
        case Tripwire():
            return _named(given.offer, process.product.offers)
        case CallReviews():
            return str(given.per_week)
        case Lapse():
            return span(given.after)
        case date():
            return day(given)
        case Mapping():
            return ", ".join(f"{key}: {inner}" for key, inner in given.items())
        case tuple() if path == "owner.roles.interest":
            return ", ".join(said.interest(line, process.currency) for line in given)
        case tuple():
            return ", ".join(_word(str(one), path, process) for one in given)
        case str() if path in ("entry.lead_when", "cycle.may_skip"):
            return expression(given, process)
        case str():
            return _word(given, path, process)
    return str(given)


def _word(text: str, path: str, process: Process) -> str:
    """A name of a role, a stage, a document by its title; what somebody wrote, in quotes."""
    last = path.rpartition(".")[2]
    if last in ("role", "responsible", "holder", "owner", "guardian", "by", "to", "tell", "acknowledge"):
        return _role(text, process)
    if last in ("stage", "stages", "first_step"):
        return _named(text, process.cycle.stages)
    if path.startswith("cycle.stages.documents"):
        return _named(text, process.documents)
    if last in ("language", "currency", "kind", "system"):
        return text
    return _("“%(name)s”") % {"name": text}


def _role(role: str, process: Process) -> str:
    return _named(role, process.owner.roles)


def _named(key: str, known: Iterable[Any]) -> str:
    return _("“%(name)s”") % {"name": next((one.title for one in known if one.id == key), key)}
