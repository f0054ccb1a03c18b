"""What really happens: figures of the cycle and of the exit point, each a bounded window and one statement."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from voronka.core.process import Process, Stage
from voronka.core.verdicts import ClosingFacts, CycleFacts
from voronka.queries import figures
from voronka.queries.cycle.board import Sum, add
from voronka.queries.cycle.cards import Part, deals_by
from voronka.queries.passport.lines import Granter, Loss, Passed, Refusal, StageTime
from voronka.queries.spans import span
from voronka.store import sql, values
from voronka.store.models import DealRow, EventRow, PassRow, Person

STAYS: Final = 150
"""Of each stage the newest stays so many are looked at."""
REFUSALS: Final = 1000
"""The newest refusals so many are looked at."""

COUNTED: Final = (
    "finished",
    "by_exception",
    "won",
    "with_money",
    "by_hand",
    "signed",
    "signed_late",
    "revoked",
    "returned",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Numbers by the names of their figures, and the money that is waited for beyond the norm."""

    counts: dict[str, int]
    waited_for: tuple[Sum, ...]

    @property
    def cycle(self) -> CycleFacts:
        """What the verdict on the cycle asks."""
        return CycleFacts(self.counts["finished"], self.counts["by_exception"])

    @property
    def closing(self) -> ClosingFacts:
        """What the verdict on the exit point asks."""
        counts = self.counts
        return ClosingFacts(
            counts["won"],
            counts["with_money"],
            counts["by_hand"],
            counts["signed"],
            counts["signed_late"],
        )


def facts(process: Process, at: datetime, more: tuple[str, ...] = (), *, past: bool = False) -> Facts:
    """Every figure of the hall: two statements, over finished deals of the window and open signed ones.

    `past`: of a moment that is over, so that what happened after it counts for nothing.
    """
    names = (*COUNTED, *more)
    told = figures.past if past else _condition
    conditions = [Part("d.process = %s", (process.key,)) & told(name, at) for name in names]
    counts = ", ".join(
        f"(SELECT COUNT(*) FROM {deals_by(figures.way(name))} WHERE {one.where})"
        for name, one in zip(names, conditions, strict=True)
    )
    row = sql.one(f"SELECT {counts}", [value for one in conditions for value in one.values])
    assert row is not None
    return Facts(dict(zip(names, map(int, row), strict=True)), _waited_for(process, at))


def _condition(name: str, at: datetime) -> Part:
    found = figures.part(name, at)
    assert found is not None, name
    return found


def _waited_for(process: Process, at: datetime) -> tuple[Sum, ...]:
    late = Part("d.process = %s", (process.key,)) & _condition("signed_late", at)
    rows = _all(
        "SELECT d.currency, COALESCE(SUM(d.agreed - d.paid), 0)"
        f" FROM {deals_by(figures.way('signed_late'))} WHERE {late.where} GROUP BY d.currency",
        late.values,
    )
    return add(Sum(int(total), currency) for currency, total in rows)


def _all(statement: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [sql.adapt(value) for value in given])
        return list(cursor.fetchall())


def refusals(process: Process, at: datetime) -> tuple[Refusal, ...]:
    """How often each guard refused within the window, the most frequent first; two statements."""
    rows = EventRow.objects.filter(kind="deal.move_refused", at__gte=at - figures.WINDOW).order_by("-at")
    count: Counter[str] = Counter()
    deals: defaultdict[str, set[str]] = defaultdict(set)
    found = list(rows.values_list("stream", "data")[:REFUSALS])
    keys = {int(stream.partition(":")[2]) for stream, _ in found}
    ours = set(DealRow.objects.filter(pk__in=keys, process=process.key).values_list("pk", flat=True))
    for stream, data in found:
        if int(stream.partition(":")[2]) not in ours:
            continue
        for missing in json.loads(data).get("missing", ()):
            count[missing["guard"]] += 1
            deals[missing["guard"]].add(stream)
    return tuple(refusal_of(guard, n, len(deals[guard])) for guard, n in count.most_common())


def refusal_of(guard: str, count: int, deals: int) -> Refusal:
    """The refusals of one guard, with its sentence."""
    return Refusal(guard, figures.refusal(guard), count, deals)


def losses(process: Process, count: Mapping[str, int]) -> tuple[Loss, ...]:
    """Every reason of the passport, with how many deals were lost for it."""
    return tuple(
        Loss(one.id, one.title, span(one.after) if one.after else "", count.get(one.id, 0))
        for one in process.cycle.lost_reasons
    )


def passed(process: Process, at: datetime) -> tuple[Passed, ...]:
    """How often deals went on within the window although a guard was not met; one statement."""
    rows = PassRow.objects.filter(process=process.key, at__gte=at - figures.WINDOW).order_by("-at")
    count: defaultdict[str, Counter[str]] = defaultdict(Counter)
    deals: defaultdict[str, set[int]] = defaultdict(set)
    for deal, guard, mode in rows.values_list("deal", "guard", "mode")[:REFUSALS]:
        count[guard][mode] += 1
        deals[guard].add(deal)
    found = [
        Passed(
            guard,
            figures.refusal(guard),
            modes["warn"],
            modes["observe"],
            modes["enforce"],
            len(deals[guard]),
        )
        for guard, modes in count.items()
    ]
    return tuple(sorted(found, key=lambda one: -(one.warned + one.observed + one.excepted)))


def granters(process: Process, at: datetime) -> tuple[Granter, ...]:
    """Who let deals go on by an exception within the window, and how often; two statements."""
    rows = PassRow.objects.filter(process=process.key, at__gte=at - figures.WINDOW, mode="enforce")
    moves = {
        (deal, seq): by for deal, seq, by in rows.order_by("-at").values_list("deal", "seq", "by")[:REFUSALS]
    }
    count = Counter(moves.values())
    keys = [int(by.partition(":")[2]) for by in count if by.startswith("person:")]
    names = dict(Person.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
    return tuple(
        Granter(names.get(int(by.partition(":")[2] or 0), by), n, "granted." + by.replace("person:", "p"))
        for by, n in count.most_common()
    )


def lost_for(process: Process, at: datetime) -> dict[str, int]:
    """How many deals were lost within the window for each reason; one statement."""
    rows = _all(
        f"SELECT d.lost_reason, COUNT(*) FROM {deals_by(figures.way('lost'))}"
        " WHERE d.process = %s AND d.status = 'lost' AND d.urgent_at >= %s GROUP BY d.lost_reason",
        (process.key, at - figures.WINDOW),
    )
    return {str(reason): int(number) for reason, number in rows}


def times(
    process: Process, at: datetime, kept: Mapping[str, Mapping[str, Any]] | None = None
) -> tuple[StageTime, ...]:
    """How long deals stay on each stage: as it was kept of all its stages, else counted at once."""
    stages = process.cycle.stages
    known = kept if kept and all(one.id in kept for one in stages) else spent(process, at)
    return tuple(
        StageTime(
            title=one.title,
            norm=span(one.norm) if one.norm else "",
            figure=f"late.{one.id}",
            **known[one.id],
        )
        for one in stages
    )


def spent(process: Process, at: datetime) -> dict[str, dict[str, Any]]:
    """The numbers of each stage's time, over the newest stays of the window; two statements."""
    stays, late = _stays(process, at), _late(process, at)
    return {
        stage.id: {**_time(stage, stays[stage.id], at), "late": late.get(stage.id, 0)}
        for stage in process.cycle.stages
    }


Stay = tuple[datetime, datetime | None]


def _stays(process: Process, at: datetime) -> dict[str, list[Stay]]:
    one = (
        "SELECT * FROM (SELECT stage, entered_at, left_at FROM store_visitrow"
        " WHERE process = %s AND stage = %s AND entered_at >= %s"
        f" ORDER BY entered_at DESC LIMIT {STAYS}) q"
    )
    stages = process.cycle.stages
    given = [value for stage in stages for value in (process.key, stage.id, at - figures.WINDOW)]
    found: defaultdict[str, list[Stay]] = defaultdict(list)
    for name, entered, left in _all(" UNION ALL ".join([one] * len(stages)), given):
        found[name].append((sql.moment(entered) or at, sql.moment(left)))
    return found


_LATE: Final = "INDEXED BY deal_today"


def _late(process: Process, at: datetime) -> dict[str, int]:
    rows = _all(
        f"SELECT d.stage, COUNT(*) FROM {deals_by(_LATE)} WHERE d.process = %s AND d.status = 'open'"
        " AND d.urgent_at <= %s AND d.due_at < %s GROUP BY d.stage",
        (process.key, at, at),
    )
    return {stage: int(count) for stage, count in rows}


def _time(stage: Stage, stays: list[Stay], at: datetime) -> dict[str, Any]:
    calendar = values.calendar()
    lengths = [(calendar.days_between(entered, left or at), left is not None) for entered, left in stays]
    decided = within = 0
    if stage.norm is not None:
        # A stay counts once its term is over: those that have just begun would count as good too soon.
        for entered, left in stays:
            due = calendar.after(entered, stage.norm)
            if due < at:
                decided += 1
                within += left is not None and left <= due
    return {
        "days": median(lengths),
        "stays": len(stays),
        "still_here": sum(not over for _, over in lengths),
        "within": within if stage.norm else None,
        "decided": decided,
    }


def median(lengths: Sequence[tuple[int, bool]]) -> int | None:
    """The median length by Kaplan and Meier: stays that go on are not counted as if they were over.

    None where less than half are known to have ended.
    """
    staying = 1.0
    at_risk = len(lengths)
    ended: Counter[int] = Counter()
    left: Counter[int] = Counter()
    for length, over in lengths:
        left[length] += 1
        ended[length] += over
    for length in sorted(left):
        if ended[length]:
            staying *= 1 - ended[length] / at_risk
            if staying <= 0.5 + 1e-12:
                return length
        at_risk -= left[length]
    return None
