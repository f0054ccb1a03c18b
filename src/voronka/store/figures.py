"""What figures are counted from, and where they are kept."""

import json
from array import array
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from voronka.core.visits import Columns, Row, columns
from voronka.store import sql
from voronka.store.models import KeptFigure

PIECE = 5000
ONE = "now"
"""The key of what there is one of a process."""
_STAYS = (
    "SELECT deal_id, place, version, stage, entered_at, left_at, outcome FROM store_visitrow"
    " WHERE process = %s AND stage = %s AND entered_at >= %s"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A figure as it was kept, when it was counted, and how far the log had come."""

    key: str
    data: dict[str, Any]
    computed_at: datetime
    position: int


def stays(process: str, stages: Collection[str], since: datetime) -> Columns:
    """Every stay on these stages that began since then; a statement a stage, by its index."""
    found = Columns()
    for stage in sorted(stages):
        columns(_read(process, stage, since), found)
    return found


def _read(process: str, stage: str, since: datetime) -> Iterator[Row]:
    return _moments(_STAYS, [process, stage, sql.adapt(since)])


def _moments(statement: str, given: list[Any]) -> Iterator[Row]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, given)
        while rows := cursor.fetchmany(PIECE):
            for deal, place, version, name, entered, left, outcome in rows:
                begun = sql.moment(entered)
                assert begun is not None
                ended = sql.moment(left)
                yield (
                    deal, place, version, name, begun.timestamp(), ended and ended.timestamp(), outcome,
                )  # fmt: skip


MOST_PAST = 200_000
"""Of a longer past the newest so many deals tell how the company sold."""
_PAST = (
    "SELECT v.deal_id, v.place, v.version, v.stage, v.entered_at, v.left_at, v.outcome FROM store_dealrow d"
    " JOIN store_visitrow v ON v.deal_id = d.id WHERE d.imported IS NOT NULL AND d.process = %s AND d.id >= %s"
)


def outside(process: str) -> "array[int]":
    """The deals that came from another system, in the order of their keys; by the index that holds them alone."""
    asked = "SELECT id FROM store_dealrow WHERE imported IS NOT NULL AND process = %s"
    return array("q", sorted(int(row[0]) for row in sql.all_of(asked, (process,))))


def past(process: str, deals: "array[int]") -> Columns:
    """Every stay of these deals of another system, whenever it was."""
    return columns(_moments(_PAST, [process, deals[-MOST_PAST:][0]])) if deals else Columns()


def keep(
    process: str, name: str, figures: Mapping[str, Mapping[str, Any]], at: datetime, position: int
) -> None:
    """Put these figures in the place of all that were kept of this name."""
    rows = [
        KeptFigure(
            process=process,
            name=name,
            key=key,
            data=json.dumps(data, ensure_ascii=False, separators=(",", ":")),
            computed_at=at,
            position=position,
        )
        for key, data in figures.items()
    ]
    with transaction.atomic():
        KeptFigure.objects.filter(process=process, name=name).exclude(key__in=list(figures)).delete()
        KeptFigure.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["process", "name", "key"],
            update_fields=["data", "computed_at", "position"],
        )


def kept(process: str, name: str, keys: Collection[str]) -> dict[str, Kept]:
    """The figures of this name with these keys, by key; one statement."""
    rows = KeptFigure.objects.filter(process=process, name=name, key__in=list(keys))
    return {
        key: Kept(key, json.loads(data), computed_at, position)
        for key, data, computed_at, position in rows.values_list("key", "data", "computed_at", "position")
    }


def kept_of(process: str, names: Collection[str]) -> dict[str, Kept]:
    """What there is one of a process, by name; one statement."""
    rows = KeptFigure.objects.filter(process=process, name__in=list(names), key=ONE)
    return {
        name: Kept(ONE, json.loads(data), computed_at, position)
        for name, data, computed_at, position in rows.values_list("name", "data", "computed_at", "position")
    }


def oldest(name: str) -> tuple[datetime, int] | None:
    """When the oldest kept figure of this name was counted, and at which position; None where there is none."""
    return (
        KeptFigure.objects.filter(name=name)
        .order_by("computed_at")
        .values_list("computed_at", "position")
        .first()
    )
