"""The page of one import, as far as it is: how the file is understood, what would come in, what came in."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.core.access import Actor
from voronka.core.imports import Noun
from voronka.core.money import CURRENCIES
from voronka.core.problems import NotFound, Problem
from voronka.queries import targets, words
from voronka.queries.imports import ImportLine, ImportSeen
from voronka.queries.records import passports, people
from voronka.queries.sums import whole
from voronka.rooms.entry.imports import plan_form
from voronka.rooms.entry.imports.plan_form import Choices

WAITS = ("trying", "running", "undoing")


def context(seen: ImportSeen, by: Actor, *, correct: bool = False, problem: str = "") -> dict[str, Any]:
    """What the page shows."""
    line = seen.line
    inside = "plan" if line.state == "planned" or (correct and line.state == "tried") else line.state
    told = {
        "seen": seen,
        "key": line.key,
        "title": line.name,
        "about": about(line, seen.encoding),
        "inside": "working" if line.state in WAITS else "done" if inside in ("undone", "cut") else inside,
        "waits": line.state in WAITS,
        "problem": problem,
        "doubts": [words.problem(one) for one in seen.doubts if one.code != "words_unmapped"],
        "area": "inquiries",
    }
    counts = seen.tried.get("sums", {}) if inside == "tried" else _sums(line)
    told["sums"] = [{"currency": currency, "minor": minor} for currency, minor in counts.items() if minor]
    if inside == "plan":
        told |= _plan(seen, by)
    if inside == "tried":
        told["refusals"] = [
            {"number": one["number"], "field": one["problem"]["field"], "why": words.problem(_problem(one))}
            for one in seen.tried.get("refusals", ())[:10]
        ]
    return told


def _sums(line: ImportLine) -> dict[str, int]:
    told = {name: count for name, count in line.counts.items() if name.startswith("sum.")}
    return {name.partition(".")[2]: count for name, count in told.items()}


def _problem(one: dict[str, Any]) -> Problem:
    return Problem(**one["problem"])


def about(line: ImportLine, encoding: str) -> str:
    """Whose file it is, and how long."""
    counted = targets.NOUNS[line.noun](line.lines) % {"n": whole(line.lines)}
    known = {
        "amocrm": _("An export of amoCRM"),
        "hubspot": _("An export of HubSpot"),
        "pipedrive": _("An export of Pipedrive"),
        "bitrix24": _("An export of Bitrix24"),
        "salesforce": _("An export of Salesforce"),
    }
    return " · ".join(filter(None, (known.get(line.source, _("A table")), counted, encoding)))


def state(line: ImportLine) -> str:
    """How far it is, in a word or a count."""
    counts = line.counts
    match line.state:
        case "done":
            return ngettext("%(n)s came in", "%(n)s came in", counts.get("taken", 0)) % {
                "n": counts.get("taken", 0)
            }
        case "cut":
            return _("cut off")
        case "undone":
            return _("taken back")
        case "running" | "undoing" | "trying":
            return _("at work")
        case _:
            return _("not brought in")


def _plan(seen: ImportSeen, by: Actor) -> dict[str, Any]:
    known = _choices(seen, by)
    values = {name: list(counted.items()) for name, counted in seen.words.items()}
    groups = plan_form.groups(seen.plan, values, known)
    open_ones = [group for group in groups if group.open]
    chosen = sum(bool(target) for target in seen.plan.columns)
    return {
        "columns": plan_form.columns(seen.plan, seen.heads, seen.samples, known),
        "columns_told": _("%(chosen)d of %(all)d are read") % {"chosen": chosen, "all": len(seen.heads)},
        "groups": groups,
        "open": open_ones,
        "open_count": sum(len(group.open) for group in open_ones),
        "currencies": CURRENCIES,
        "stages": known.stages,
    }


def _choices(seen: ImportSeen, by: Actor) -> Choices:
    try:
        process = passports.latest(process=seen.plan.process or None, by=by)
    except NotFound:  # before the first passport there are no stages to choose among
        return Choices(columns=tuple(targets.targets(seen.plan.noun)))
    own = process.cycle.fields if seen.plan.noun == "deal" else ()
    noun: Noun = seen.plan.noun
    return Choices(
        columns=(*targets.targets(noun), *((f"own.{one.id}", one.title) for one in own)),
        processes=tuple((one.key, one.title) for one in passports.processes()),
        stages=tuple((one.id, one.title) for one in process.cycle.stages),
        people=tuple((str(one.key), one.name) for one in people.people(by=by) if one.active),
        reasons=tuple((one.id, one.title) for one in process.cycle.lost_reasons),
        channels=tuple((one.id, one.title) for one in process.entry.channels),
        options={one.id: tuple((o.id, o.title) for o in one.options) for one in own if one.options},
    )
