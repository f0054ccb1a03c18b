"""One change of many deals in words: what becomes of every deal, and how one was before and is after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from voronka.core.bulk import Change
from voronka.core.fields import read
from voronka.core.problems import Invalid
from voronka.core.process import Field, Process
from voronka.queries import own, told
from voronka.store import edits
from voronka.store.models import Person


@dataclass(frozen=True, slots=True)
class Names:
    """What a change and its examples refer to: people, texts, and the process whose stages they name."""

    process: Process
    people: Mapping[int, str]
    texts: Mapping[int, str]

    def person(self, key: int | None) -> str:
        """The name of a person; a word for nobody."""
        return self.people.get(key, "") if key else _("nobody")

    def stage(self, stage: str) -> str:
        """The title of a stage; its id where the version that holds knows none of that id."""
        return next((one.title for one in self.process.cycle.stages if one.id == stage), stage)

    def reason(self, reason: str) -> str:
        """The title of a reason."""
        return next((one.title for one in self.process.cycle.lost_reasons if one.id == reason), reason)

    def field(self, field: str) -> Field | None:
        """A field of the company's own."""
        return next((one for one in self.process.cycle.fields if one.id == field), None)


def names(process: str, change: Change | None, examples: Iterable[Mapping[str, Any]]) -> Names:
    """Three statements, however much there is to name."""
    was = [one["before"] for one in examples]
    people = {one.get("owner") for one in was} | ({change.owner} if change else set())
    texts = edits.bodies(one.get("text") for one in was)
    asked = [one for one in people if one]
    known = dict(Person.objects.filter(pk__in=asked).values_list("pk", "name")) if asked else {}
    return Names(told.latest(process), known, texts)


def sentence(change: Change, names: Names) -> str:
    """What becomes of every deal."""
    match change.kind:
        case "owner" if change.owner is None:
            return _("The deals are led by nobody")
        case "owner":
            return _("The deals are led by %(name)s") % {"name": names.person(change.owner)}
        case "next_step" if change.due is None:
            return _("The next step is taken off")
        case "next_step":
            return _("The next step: %(step)s") % {"step": _step(change.due, change.text)}
        case "stage":
            return _("The deals go to the stage “%(stage)s”") % {"stage": names.stage(change.to)}
        case "lose":
            return _("The deals are lost: %(reason)s") % {"reason": names.reason(change.reason)}
        case "reopen":
            return _("The deals are open again")
        case "field":
            known = names.field(change.field)
            value = _kept(change, names)
            title = known.title if known else change.field
            return (
                _("“%(field)s” becomes %(value)s") % {"field": title, "value": value}
                if value
                else _("“%(field)s” is emptied") % {"field": title}
            )


def was(change: Change, before: Mapping[str, Any], names: Names) -> str:
    """How a deal is before the change, as far as the change touches it."""
    match change.kind:
        case "owner":
            return names.person(before.get("owner"))
        case "next_step":
            due = before.get("due")
            return (
                _step(datetime.fromisoformat(due), names.texts.get(before.get("text") or 0, ""))
                if due
                else _("no next step")
            )
        case "reopen":
            return _("lost: %(reason)s") % {"reason": names.reason(str(before.get("reason", "")))}
        case "field":
            kept = names.texts.get(before.get("text") or 0, "") or str(before.get("value") or "")
            return _shown(change, kept, names) or _("empty")
        case _:
            return names.stage(str(before.get("stage", "")))


def becomes(change: Change, before: Mapping[str, Any], names: Names) -> str:
    """How it is after."""
    match change.kind:
        case "owner":
            return names.person(change.owner)
        case "next_step":
            return _step(change.due, change.text) if change.due else _("no next step")
        case "stage":
            return names.stage(change.to)
        case "lose":
            return _("lost: %(reason)s") % {"reason": names.reason(change.reason)}
        case "reopen":
            return names.stage(str(before.get("stage", "")))
        case "field":
            return _kept(change, names) or _("empty")


def _step(due: datetime | None, text: str) -> str:
    when = date_format(timezone.localtime(due), "j E Y, H:i") if due else ""
    return ", ".join(filter(None, (text, when)))


def _kept(change: Change, names: Names) -> str:
    known = names.field(change.field)
    if known is None:
        return change.value
    try:
        return _shown(change, read(known, change.value, names.process.currency), names)
    except Invalid:
        return change.value


def _shown(change: Change, kept: str, names: Names) -> str:
    known = names.field(change.field)
    return own.shown(known, kept, names.process.currency) if known else kept
