"""The deals behind the funnel's numbers: those opened within a period, by what became of them on a stage."""

import re
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from voronka.core.periods import PERIODS, WHOLE, Past, since
from voronka.core.process import Process
from voronka.queries.cycle.cards import Part
from voronka.store import values

WAY: Final = "INDEXED BY deal_opened"
WAY_PAST: Final = "INDEXED BY deal_imported"
_NAME = re.compile(
    r"(?P<what>deals|won|lost|open|entered|on|lost_on|still)\.(?:(?P<stage>[a-z][a-z0-9_-]{0,62})\.)?"
    r"(?P<version>\d{1,6})\.(?P<days>\d{1,4})(?:\.(?P<past>without|only))?"
)
_STAY: Final = "EXISTS (SELECT 1 FROM store_visitrow v WHERE v.deal_id = d.id AND v.stage = %s{0})"
_ENTERED: Final = _STAY.format("")
_STEPS: Final = "outcome NOT IN ('', 'lost', 'returned', 'migrated')"
# A deal that a new version put elsewhere has gone on once it takes a step there.
_WENT_ON: Final = _STAY.format(
    f" AND (v.{_STEPS} OR v.outcome = 'migrated' AND EXISTS (SELECT 1 FROM store_visitrow w"
    f" WHERE w.deal_id = v.deal_id AND w.place > v.place AND w.{_STEPS}))"
)
_OF_STAGE: Final = {
    "entered": _ENTERED,
    "on": _WENT_ON,
    "lost_on": f"d.status = 'lost' AND {_ENTERED} AND NOT {_WENT_ON}",
    "still": f"d.status = 'open' AND {_ENTERED} AND NOT {_WENT_ON}",
}
_WHOLE: Final = {
    "deals": "1 = 1",
    "won": "d.status IN ('won', 'imported')",
    "lost": "d.status = 'lost'",
    "open": "d.status = 'open'",
}


def name(what: str, version: int, days: int, stage: str = "", past: Past = "with") -> str:
    """What the number is called in an address; `what` is a key of this module's two tables."""
    bare = past if past != "with" else ""
    return ".".join(filter(None, ("cohort", what, stage, str(version), str(days), bare)))


def way(of: str) -> str:
    """By which index SQLite comes to these deals."""
    return WAY_PAST if of.endswith(".only") else WAY


def part(of: str, at: datetime) -> Part | None:
    """The condition behind `entered.call.2.90`; None where there is none."""
    found = _NAME.fullmatch(of)
    if found is None:
        return None
    days, past = int(found["days"]), found["past"]
    if days not in ((WHOLE,) if past == "only" else PERIODS):
        return None
    what, stage = found["what"], found["stage"]
    if (what in _OF_STAGE) != bool(stage):
        return None
    if past == "only":
        # One that was taken back is nowhere any more.
        cohort = Part("d.imported IS NOT NULL AND d.status <> 'undone'")
    else:
        cohort = Part("d.opened_at >= %s", (since(values.calendar(), at, days),))
    if past == "without":
        cohort &= Part("d.imported IS NULL")
    if int(found["version"]):
        cohort &= Part("d.born_version = %s", (int(found["version"]),))
    if not stage:
        return cohort & Part(_WHOLE[what])
    condition = _OF_STAGE[what]
    return cohort & Part(condition, (stage,) * condition.count("%s"))


def title(of: str, process: Process) -> str:
    """What the list is of, over it."""
    found = _NAME.fullmatch(of)
    if found is None:
        return ""
    days, titles = int(found["days"]), {stage.id: stage.title for stage in process.cycle.stages}
    opened = _("Opened within %(days)d days") % {"days": days}
    if found["past"] == "only":
        opened = _("Deals of another system")
    elif int(found["version"]):
        opened = _("Opened within %(days)d days under version %(version)s") % {
            "days": days,
            "version": found["version"],
        }
    what = {
        "deals": "",
        "won": _("those that were won"),
        "lost": _("those that were lost"),
        "open": _("those that are still open"),
        "entered": _("came to the stage “%(stage)s”"),
        "on": _("went on from the stage “%(stage)s”"),
        "lost_on": _("lost on the stage “%(stage)s”"),
        "still": _("have not gone on from the stage “%(stage)s” yet"),
    }[found["what"]]
    if found["past"] == "without":
        opened = _("%(deals)s, without the past of another system") % {"deals": opened}
    stage = titles.get(found["stage"] or "", found["stage"] or "")
    return ": ".join(filter(None, (opened, what % {"stage": stage} if what else "")))
