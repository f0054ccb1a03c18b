"""How an inquiry stands against the promised answer, in the time by which it was promised: working time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from voronka.queries.entry import Line
from voronka.queries.spans import working
from voronka.store import values

State = Literal["", "answered", "answered_late", "waiting", "running", "late"]


@dataclass(frozen=True, slots=True)
class Clock:
    """`running` and `late` are about an answer that was promised and is not given yet; nothing: nobody waits."""

    state: State
    says: str


def clock(line: Line, at: datetime) -> Clock:
    """Whether they were answered in time, or how much working time is left or over."""
    if line.answered_at is not None:
        late = line.late(at)
        return Clock("answered_late", _("answered late")) if late else Clock("answered", _("answered"))
    if line.status != "open":
        return Clock("", "")
    if line.answer_by is None:
        return Clock("waiting", _("not answered yet"))
    calendar = values.calendar()
    if line.late(at):
        over = calendar.worked(line.answer_by, at)
        if not over:
            return Clock("late", _("the answer is late"))
        return Clock("late", _("the answer is %(span)s late") % {"span": working(over, calendar.day)})
    left = calendar.worked(at, line.answer_by)
    if not left:
        return Clock("running", _("answer before work begins"))
    return Clock("running", _("answer within %(span)s") % {"span": working(left, calendar.day)})
