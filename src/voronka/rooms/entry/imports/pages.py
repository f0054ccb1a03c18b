"""The page of one import, as far as it is: how the file is understood, what would come in, what came in."""

from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from voronka.core.access import Actor, may
from voronka.core.imports import LEAD, PAST, STILL_OPEN, TARGETS, Noun, option_key, own_targets
from voronka.core.money import CURRENCIES
from voronka.core.outlines import Outline
from voronka.core.problems import NotFound, Problem
from voronka.core.process import Process
from voronka.frame.navigation import address
from voronka.queries import import_people, pasts, targets, words
from voronka.queries import imports as queries
from voronka.queries.cycle.board import staff
from voronka.queries.imports import ImportLine, ImportSeen
from voronka.queries.questions import ANSWER_TITLES
from voronka.queries.records import passports, people
from voronka.queries.sums import whole
from voronka.rooms.entry.imports import outline_form, plan_form
from voronka.rooms.entry.imports.plan_form import Choices

WAITS = ("trying", "running", "undoing")


def context(
    seen: ImportSeen,
    by: Actor,
    *,
    correct: bool = False,
    problem: str | Promise = "",
    outline: Outline | None = None,
    problems: Sequence[Problem] = (),
    after: int = 0,
) -> dict[str, Any]:
    """What the page shows; `outline` as it was sent, where something of it can't be so."""
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
        "past": pasts.past(seen.tried.get("past")),
    }
    told["histories"] = [
        {
            "line": one,
            "about": about(one, ""),
            "state": state(one),
            "tried": tried if one.state == "tried" else {},
            "unsaid": unsaid if one.state in ("planned", "tried") else 0,
        }
        for one, tried, unsaid in seen.histories
    ]
    counts = seen.tried.get("sums", {}) if inside == "tried" else _sums(line)
    told["sums"] = [{"currency": currency, "minor": minor} for currency, minor in counts.items() if minor]
    if inside == "plan":
        told |= _plan(seen, by)
    if inside == "plan" and seen.outline is not None:
        told |= _outline(seen, outline or seen.outline, by, problems)
    if inside == "done" and may(by, "deal.assign"):
        told |= _ownerless(line, by)
    if line.state == "undone" and line.counts.get("left"):
        kept, onward = queries.stayed(line.key, after=after, by=by)
        told["stayed"] = [(one, _NOUNS[one.noun], address(_PAGES[one.noun], str(one.key))) for one in kept]
        told["stayed_after"] = onward
    if inside == "tried":
        told["met"] = [(one, _by(one), address(one["noun"], str(one["key"]))) for one in _met(seen)[:10]]
        told["strangers"] = [
            (word, lines)
            for word, lines in seen.words.get("people", {}).items()
            if not seen.plan.people.get(word) and line.noun in ("deal", "inquiry")
        ]
        told["refusals"] = [
            {
                "number": one["number"],
                "field": targets.target(one["problem"]["field"]),
                "why": words.problem(_problem(one)),
            }
            for one in sorted(seen.tried.get("refusals", ()), key=lambda one: int(one["number"]))[:10]
        ]
    return told


_NOUNS: Final = {
    "deal": gettext_lazy("deal"),
    "company": gettext_lazy("company"),
    "contact": gettext_lazy("contact"),
    "inquiry": gettext_lazy("inquiry"),
    "payment": gettext_lazy("payment of the deal"),
    "change": gettext_lazy("history of the deal"),
}
_PAGES: Final = {
    **{one: one for one in ("deal", "company", "contact", "inquiry")},
    "payment": "deal",
    "change": "deal",
}


def _ownerless(line: ImportLine, by: Actor) -> dict[str, Any]:
    """Who of the file was nobody here, where deals of it are still nobody's: to be invited, and to be given them."""
    found = import_people.ownerless(line.key, by=by)
    if not found.deals or not found.strangers:
        return {}
    invites = address("new_person") if may(by, "people.change") else ""
    back = address("import", str(line.key))
    return {
        "ownerless": found.deals,
        "named": [
            {
                "seen": one,
                "invite": f"{invites}?{urlencode({**_called_there(one.word), 'next': back})}"
                if invites
                else "",
                "invitation": address("invitation", str(one.person)) if invites and one.person else "",
            }
            for one in found.strangers
        ],
        "holders": staff().holders,
    }


def _called_there(word: str) -> dict[str, str]:
    """What of a person the file tells: a name, or an e-mail."""
    return {"email": word} if "@" in word else {"name": word}


def _met(seen: ImportSeen) -> list[dict[str, Any]]:
    """Clients who are known here already and whom lines of the file would meet."""
    return list(seen.tried.get("met", {}).get("clients", ()))


def _by(one: dict[str, Any]) -> str:
    """By what a client is known."""
    return {"inn": _("by INN"), "name": _("by name"), "phone": _("by phone"), "email": _("by e-mail")}[
        one["by"]
    ]


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
            taken = counts.get("taken", 0)
            return ngettext("%(n)s came in", "%(n)s came in", taken) % {"n": whole(taken)}
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
        "chosen": chosen,
        "columns_told": _("%(chosen)d of %(all)d are read") % {"chosen": chosen, "all": len(seen.heads)},
        "groups": groups,
        "open": open_ones,
        "open_count": sum(len(group.open) for group in open_ones),
        "currencies": CURRENCIES,
        "stages": known.stages,
        "outcomes": known.reasons,
        "people": known.people,
        "nouns": [(noun, plan_form.NOUNS[noun]) for noun in TARGETS],
    }


def _outline(seen: ImportSeen, outline: Outline, by: Actor, problems: Sequence[Problem]) -> dict[str, Any]:
    """The first passport, as the file tells it."""
    here = [(str(one.key), one.name) for one in people.people(by=by) if one.active]
    known = ("words_unmapped", "people_unmapped")  # the draft itself asks for these
    return {
        "inside": "outline",
        "doubts": [words.problem(one) for one in seen.doubts if one.code not in known],
        **outline_form.fields(outline, here, problems),
        "rules": [
            {"title": ANSWER_TITLES[one.word], "number": one.number, "sentences": one.sentences}
            for one in queries.rules(outline, by=by, today=timezone.localdate())
        ],
    }


def decided(seen: ImportSeen) -> bool:
    """Is it clear what every stage of the file is?"""
    return all(seen.plan.stages.get(word) for word in seen.words.get("stages", {}))


def _outcomes(process: Process) -> Iterator[tuple[str, str]]:
    """What may have become of an inquiry."""
    yield from ((one.id, one.title) for one in process.entry.not_a_lead)
    yield LEAD, _("it has become a deal")
    yield STILL_OPEN, _("it is still open")
    yield PAST, _("it is over, and nobody knows how")


def _choices(seen: ImportSeen, by: Actor) -> Choices:
    try:
        process = passports.latest(process=seen.plan.process or None, by=by)
    except NotFound:  # before the first passport there are no stages to choose among
        return Choices(columns=tuple(targets.targets(seen.plan.noun)))
    noun: Noun = seen.plan.noun
    own = own_targets(
        noun,
        {
            "deal": process.cycle.fields,
            "inquiry": process.entry.fields,
            "company": process.entry.company_fields,
            "contact": process.entry.contact_fields,
        },
    )
    return Choices(
        columns=(*targets.targets(noun), *((target, _called(target, one.title)) for target, one in own)),
        processes=tuple((one.key, one.title) for one in passports.processes()),
        stages=tuple((one.id, one.title) for one in process.cycle.stages),
        people=tuple((str(one.key), one.name) for one in people.people(by=by) if one.active),
        reasons=tuple(_outcomes(process))
        if noun == "inquiry"
        else tuple((one.id, one.title) for one in process.cycle.lost_reasons),
        channels=tuple((one.id, one.title) for one in process.entry.channels),
        options={
            option_key(target): tuple((o.id, o.title) for o in one.options)
            for target, one in own
            if one.options
        },
    )


def _called(target: str, title: str) -> str:
    """A field of the client's beside those of the line itself."""
    if target.startswith("company."):
        return _("Company: %(field)s") % {"field": title}
    return _("Contact: %(field)s") % {"field": title} if target.startswith("contact.") else title
