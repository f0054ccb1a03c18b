"""What all ten answers are judged by: counted by the worker and kept, or the first of it counted at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Sum as Total

from voronka.core import verdicts
from voronka.core.periods import figure_key
from voronka.core.process import Process
from voronka.core.questions import WORDS
from voronka.core.verdicts import (
    DocumentFacts,
    EntryFacts,
    ProductFacts,
    Verdict,
)
from voronka.queries import answering
from voronka.queries.answering import ANSWERING, Answering
from voronka.queries.cycle.board import Sum, add
from voronka.queries.cycle.funnel import NAME as FUNNEL
from voronka.queries.cycle.funnel import QUARTER
from voronka.queries.passport import actual
from voronka.queries.passport.actual import Facts
from voronka.queries.passport.lines import Refusal
from voronka.store import figures, values
from voronka.store.models import Acknowledgement, PassportVersion, PaymentRow, Person, StageCount

FACTS: Final = "facts"
STATES: Final = "verdicts"
WEEKS: Final = "weeks"
SHOWN: Final = 26
"""Weeks of the trend."""
MORE: Final = ("opened", "early", "accepted", "first_time", "refunded")
COUNTING: Final = Verdict("answered", ("counting",))
PAST: Final = ("cycle", "entry", "product")
"""What can be told of a past week as well: the rest is told only of the present."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that is counted. `counted_at` is None where only a part was counted, at once, for a page."""

    facts: Facts
    refusals: tuple[Refusal, ...]
    losses: Mapping[str, int] = field(default_factory=dict)
    counted_at: datetime | None = None
    received: tuple[Sum, ...] = ()
    without_holder: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    weeks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    through: tuple[float, float, float] | None = None
    without_past: bool = False
    times: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    answering: Answering | None = None

    def __getitem__(self, name: str) -> int:
        return self.facts.counts.get(name, 0)


def kept(process: Process, at: datetime) -> Measured:
    """What the worker kept, by two statements; before the first count the part that pages always told."""
    found = figures.kept_of(process.key, (FACTS, WEEKS, ANSWERING))
    if FACTS not in found:
        return Measured(actual.facts(process, at), actual.refusals(process, at), actual.lost_for(process, at))
    data = found[FACTS].data
    return Measured(
        facts=Facts(data["counts"], _sums(data["waited_for"])),
        refusals=tuple(actual.refusal_of(*one) for one in data["refusals"]),
        losses=data["losses"],
        counted_at=found[FACTS].computed_at,
        received=_sums(data["received"]),
        without_holder=tuple(data["without_holder"]),
        overdue=tuple(data["overdue"]),
        weeks=found[WEEKS].data if WEEKS in found else {},
        **_through(process),
        times=data.get("times", {}),
        answering=answering.read(process, found[ANSWERING]) if ANSWERING in found else None,
    )


def _through(process: Process) -> dict[str, Any]:
    """What part of the deals of the last quarter comes from end to end, with its interval; see the funnel.

    Whether the past of another system is left out of it.
    """
    key, bare = figure_key(process.version, QUARTER), figure_key(process.version, QUARTER, "without")
    found = figures.kept(process.key, FUNNEL, [key, bare])
    # What another system tells of has not gone by our cycle.
    told = found.get(bare) or found.get(key)
    if told is None or told.data["rate"] is None:
        return {}
    rate = (told.data["rate"], told.data["low"], told.data["high"])
    return {"through": rate, "without_past": bare in found}


def _sums(told: list[list[Any]]) -> tuple[Sum, ...]:
    return tuple(Sum(int(amount), str(currency)) for amount, currency in told)


def judge(process: Process, at: datetime) -> dict[str, dict[str, Any]]:
    """Count everything as of now, as plain data to keep: the facts, the state of each answer, and how it was by weeks.

    A past week that nobody has judged yet is judged as of its end, where that can be told.
    """
    answered = answering.counted(process, at)
    facts, seen = _counted(process, at, answered["counts"])
    today = at.astimezone(values.calendar().zone).date()
    states: dict[str, str] = {word: verdict(word, process, seen, today).state for word in WORDS}
    before = figures.kept_of(process.key, (WEEKS,))
    weeks: dict[str, dict[str, str]] = before[WEEKS].data if WEEKS in before else {}
    for week, end in _ended(process, at).items():
        if week not in weeks:
            weeks[week] = past(process, end)
    weeks[week_of(at)] = states
    return {
        FACTS: facts,
        STATES: states,
        WEEKS: dict(sorted(weeks.items())[-SHOWN:]),
        **answering.to_keep(answered, facts["counts"]),
    }


def _counted(process: Process, at: datetime, inquiries: Mapping[str, int]) -> tuple[dict[str, Any], Measured]:
    today = at.astimezone(values.calendar().zone).date()
    facts, refusals = actual.facts(process, at, more=MORE), actual.refusals(process, at)
    counts = {**facts.counts, **inquiries, **_owners(process), **_readings(process)}
    holders, services = _held(process), process.resources.services
    seen = Measured(
        Facts(counts, facts.waited_for),
        refusals,
        counted_at=at,
        received=_received(process, today),
        without_holder=tuple(one.title for one in services if one.holder not in holders),
        overdue=tuple(one.title for one in services if one.renews and one.renews < today),
    )
    return {
        "counts": counts,
        "waited_for": [[one.amount, one.currency] for one in seen.facts.waited_for],
        "losses": actual.lost_for(process, at),
        "times": actual.spent(process, at),
        "refusals": [[one.guard, one.count, one.deals] for one in refusals],
        "received": [[one.amount, one.currency] for one in seen.received],
        "without_holder": list(seen.without_holder),
        "overdue": list(seen.overdue),
    }, seen


def past(process: Process, at: datetime) -> dict[str, str]:
    """The states of a past moment, of those answers of which they can be told."""
    facts = actual.facts(process, at, more=MORE, past=True)
    told = Measured(
        Facts({**facts.counts, **answering.counted(process, at)["counts"]}, ()), (), counted_at=at
    )
    today = at.astimezone(values.calendar().zone).date()
    return {word: verdict(word, process, told, today).state for word in PAST}


def verdict(word: str, process: Process, seen: Measured, today: date) -> Verdict:
    """Does the answer hold, by what was counted?"""
    declared = verdicts.declared(process, word)
    if declared.state == "not_answered":
        return declared
    if word == "cycle":
        return verdicts.cycle(seen.facts.cycle)
    if word == "closing":
        return verdicts.closing(seen.facts.closing)
    if word in ("control", "neighbours"):
        return Verdict("answered", ("later",))
    if seen.counted_at is None:
        return COUNTING
    match word:
        case "owner":
            return verdicts.owner(seen["open"], seen["ownerless"])
        case "entry":
            return verdicts.entry(entry_facts(seen))
        case "product":
            return verdicts.product(product_facts(seen))
        case "resources":
            return verdicts.resources(len(seen.without_holder), len(seen.overdue))
        case "targets":
            return verdicts.targets(plan_of(process, today) is not None)
    return verdicts.documents(document_facts(process, seen))


def entry_facts(seen: Measured) -> EntryFacts:
    """What the verdict on the entry point asks."""
    return EntryFacts(*(seen[name] for name in ("opened", "early", "inquiries", "missed", "due", "in_time")))


def product_facts(seen: Measured) -> ProductFacts:
    """What the verdict on the product asks."""
    return ProductFacts(*(seen[name] for name in ("accepted", "first_time", "won", "refunded")))


def document_facts(process: Process, seen: Measured) -> DocumentFacts:
    """What the verdict on the documents asks; a text or a link in the passport publishes a document."""
    published = sum(
        bool(one.text or one.link or _instruction(process, one.stage)) for one in process.documents
    )
    return DocumentFacts(len(process.documents), published, seen["to_read"], seen["read"])


def _instruction(process: Process, stage: str) -> str:
    return next((one.instruction for one in process.cycle.stages if one.id == stage), "")


def plan_of(process: Process, today: date) -> int | None:
    """The plan of this month, in minor units; of the company, else of its teams or its people together."""
    month = f"{today:%Y-%m}"
    if month in process.targets.revenue:
        return process.targets.revenue[month]
    for shares in (process.targets.teams, process.targets.people):
        parts = [plan[month] for plan in shares.values() if month in plan]
        if parts:
            return sum(parts)
    return None


def _owners(process: Process) -> dict[str, int]:
    """Open deals, and those that nobody leads who works here; from the kept counters."""
    here = set(Person.objects.filter(is_active=True).values_list("pk", flat=True))
    rows = StageCount.objects.filter(process=process.key).exclude(place__startswith="=")
    found = [(owner, int(count)) for owner, count in rows.values_list("owner").annotate(all=Total("count"))]
    return {
        "open": sum(count for _, count in found),
        "ownerless": sum(count for owner, count in found if owner not in here),
    }


def _held(process: Process) -> set[str]:
    """Roles of the passport that somebody holds who works here."""
    systems = set(Person.objects.filter(is_active=True).values_list("role", flat=True))
    return {role.id for role in process.owner.roles if role.system in systems}


def _readings(process: Process) -> dict[str, int]:
    """Readings of stages' instructions that documents ask of roles, and those that were made of the current text."""
    systems = {role.id: role.system for role in process.owner.roles}
    stages = {one.id: one for one in process.cycle.stages if one.instruction}
    asked = {
        (systems.get(role, role), one.stage)
        for one in process.documents
        if one.stage in stages
        for role in one.acknowledge
    }
    if not asked:
        return {"to_read": 0, "read": 0}
    people = Person.objects.filter(is_active=True, role__in={system for system, _ in asked})
    wanted = {
        (key, stage)
        for key, role in people.values_list("pk", "role")
        for system, stage in asked
        if role == system
    }
    rows = Acknowledgement.objects.filter(process=process.key).values_list("person_id", "stage", "digest")
    made = {(key, stage) for key, stage, digest in rows if stage in stages and stages[stage].digest == digest}
    return {"to_read": len(wanted), "read": len(wanted & made)}


def _received(process: Process, today: date) -> tuple[Sum, ...]:
    """Money of this month, without what was given back or was never ours."""
    rows = PaymentRow.objects.filter(
        deal__process=process.key, voided=False, paid_on__gte=today.replace(day=1), paid_on__lte=today
    )
    found = rows.values_list("currency").annotate(all=Total("amount"), back=Total("refunded"))
    return add(Sum(int(all_) - int(back), currency) for currency, all_, back in found)


def _ended(process: Process, at: datetime) -> dict[str, datetime]:
    """The moments at which past weeks ended, by their Mondays, since the process runs."""
    first = PassportVersion.objects.filter(process=process.key).order_by("number").values_list("published_at")
    since, zone = first[0][0], values.calendar().zone
    monday = date.fromisoformat(week_of(at))
    begun = [monday - timedelta(weeks=number) for number in range(1, SHOWN)]
    ends = {f"{day:%Y-%m-%d}": datetime.combine(day + timedelta(days=7), time(0), zone) for day in begun}
    return {week: end for week, end in ends.items() if end > since}


def week_of(at: datetime) -> str:
    """The Monday of the week."""
    today = at.astimezone(values.calendar().zone).date()
    return f"{today - timedelta(days=today.weekday()):%Y-%m-%d}"
