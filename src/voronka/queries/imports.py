"""Files of other systems that came in, or may: how they are understood, what a trial found, what came of them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from voronka.core.access import Actor, require
from voronka.core.imports import SILENT, Plan, Refused, standing
from voronka.core.outlines import Outline
from voronka.core.problems import NotFound, Problem
from voronka.core.questions import QUESTIONS
from voronka.formats import plans
from voronka.formats.passport import outlined
from voronka.queries.passport import drafted
from voronka.store.models import (
    Company,
    Contact,
    DealRow,
    Import,
    InquiryRow,
    Job,
    OutsideId,
    PassportVersion,
    Person,
    RefusedLine,
)
from voronka.store.sql import is_key

MOST = 100


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import in the list; `counts`: taken, known, refused, open, won, lost, and gone, left of one taken back."""

    key: int
    name: str
    source: str
    noun: str
    state: str
    lines: int
    counts: Mapping[str, int]
    by_name: str
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ImportSeen:
    """One import whole: its plan, what the trial found (as JSON carries it), how far the work is (0 to 100)."""

    line: ImportLine
    plan: Plan
    seq: int
    digest: str
    size: int
    tried: Mapping[str, Any]
    job: UUID | None
    percent: int
    heads: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    words: Mapping[str, Mapping[str, int]]
    doubts: tuple[Problem, ...]
    encoding: str
    same_file: int | None
    beside: ImportLine | None
    histories: tuple[tuple[ImportLine, Mapping[str, Any], int], ...]
    outline: Outline | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """An answer of the passport that would be published: its question, and the answer in sentences."""

    number: int
    word: str
    sentences: tuple[str, ...]


def rules(outline: Outline, *, by: Actor, today: date) -> tuple[Rule, ...]:
    """What the draft's passport would say beside the cycle: the usual answers, until somebody gives others."""
    require(by, "import.run")
    text = outlined.text_of(outline)
    return tuple(
        Rule(one.number, one.word, said)
        for one in QUESTIONS
        if one.word != "cycle"
        and (
            said := tuple(
                "".join(piece.text for piece in line) for line in drafted.said(text, one.word, today)
            )
        )
    )


def imports(*, by: Actor, at: datetime) -> tuple[ImportLine, ...]:
    """The latest imports, the newest first."""
    require(by, "import.run")
    rows = list(Import.objects.order_by("-id")[:MOST])
    names, alive = _names(rows), _alive(rows, at)
    return tuple(_line(row, names, row.pk in alive) for row in rows)


def one(key: int, *, by: Actor, at: datetime) -> ImportSeen:
    """One of them; NotFound."""
    require(by, "import.run")
    row = Import.objects.select_related("upload").filter(pk=key).first() if is_key(key) else None
    if row is None:
        raise NotFound("import", key)
    data, found = json.loads(row.plan), json.loads(row.found)
    bare = Plan(source=row.source, noun=data["noun"], columns=tuple(data["columns"]))
    job = Job.objects.filter(pk=row.job).values_list("done", "total", "state").first() if row.job else None
    percent = (
        0 if job is None else 100 if job[2] == "done" else min(99, job[0] * 100 // job[1]) if job[1] else 0
    )
    same = Import.objects.filter(upload__digest=row.upload.digest, state="done").exclude(pk=key)
    return ImportSeen(
        line=_line(row, _names([row]), bool(_alive([row], at))),
        plan=plans.plan_of(data, bare),
        seq=row.seq,
        digest=row.upload.digest,
        size=row.upload.size,
        tried=json.loads(row.tried or "{}"),
        job=row.job,
        percent=percent,
        heads=tuple(found.get("heads", ())),
        samples=tuple(tuple(cells) for cells in found.get("samples", ())),
        words=found.get("words", {}),
        doubts=tuple(Problem(**doubt) for doubt in found.get("doubts", ())),
        encoding=str(found.get("encoding", "")),
        same_file=same.order_by("-id").values_list("pk", flat=True).first(),
        beside=None if row.beside is None else _line(row.beside, {}, False),
        histories=tuple(_histories(row)),
        outline=_outline(row),
    )


def _outline(row: Import) -> Outline | None:
    """The first passport as the file tells it; none where there is a passport, or the file told nothing."""
    data = json.loads(row.outline)
    if not data or row.state != "planned" or PassportVersion.objects.exists():
        return None
    return outlined.outline_of(data)


def _histories(row: Import) -> Iterator[tuple[ImportLine, Mapping[str, Any], int]]:
    """The histories that come in with these deals: each with its trial, and how many of its stages nobody has said.

    A stage that the deals name too is asked of them.
    """
    deals = json.loads(row.plan)["stages"]
    for one in Import.objects.filter(beside=row).order_by("pk"):
        stages = json.loads(one.plan)["stages"]
        unsaid = sum(not to and word not in deals for word, to in stages.items())
        yield _line(one, {}, False), json.loads(one.tried or "{}"), unsaid


@dataclass(frozen=True, slots=True)
class Stayed:
    """A thing that stayed when its import was taken back: what it is, its key, what it is called."""

    noun: str
    key: int
    name: str


def stayed(key: int, *, after: int = 0, by: Actor, page: int = MOST) -> tuple[tuple[Stayed, ...], int]:
    """What of this import people have worked on since, and whereafter to read on (0: that was all); NotFound.

    Of a payment or a history it is the deal. Five statements, whatever their number.
    """
    require(by, "import.run")
    if not is_key(key) or not Import.objects.filter(pk=key, state="undone").exists():
        raise NotFound("import", key)
    made = Q(noun__in=("deal", "inquiry", "payment", "change")) | Q(outside__startswith="@")
    kept = list(OutsideId.objects.filter(made, whence=key, pk__gt=after).order_by("pk")[: page + 1])
    keys: dict[str, set[int]] = {}
    for one in kept[:page]:
        keys.setdefault("deal" if one.noun in ("payment", "change") else one.noun, set()).add(one.key)
    deals = DealRow.objects.filter(pk__in=keys.get("deal", ())).select_related("company", "contact")
    called: dict[str, dict[int, str]] = {
        "deal": {
            row.pk: row.title
            or (row.company.name if row.company else row.contact.name if row.contact else "")
            for row in deals
        },
        "inquiry": dict(
            InquiryRow.objects.filter(pk__in=keys.get("inquiry", ())).values_list("pk", "contact__name")
        ),
        "company": dict(Company.objects.filter(pk__in=keys.get("company", ())).values_list("pk", "name")),
        "contact": dict(Contact.objects.filter(pk__in=keys.get("contact", ())).values_list("pk", "name")),
    }
    items = tuple(
        Stayed(
            one.noun,
            one.key,
            called["deal" if one.noun in ("payment", "change") else one.noun].get(one.key) or "",
        )
        for one in kept[:page]
    )
    return items, kept[page - 1].pk if len(kept) > page else 0


def refused_rows(key: int, *, by: Actor, after: int = 0, most: int | None = None) -> Iterator[Refused]:
    """The lines that could not be taken, in their order, behind the line `after`; NotFound."""
    require(by, "import.run")
    if not is_key(key) or not Import.objects.filter(pk=key).exists():
        raise NotFound("import", key)
    return (
        Refused(row.number, Problem(**json.loads(row.problem)), tuple(json.loads(row.cells)))
        for row in RefusedLine.objects.filter(whence=key, number__gt=after)
        .order_by("number")[:most]
        .iterator()
    )


def _names(rows: list[Import]) -> dict[str, str]:
    keys = {int(row.created_by.partition(":")[2]) for row in rows if row.created_by.startswith("person:")}
    return {
        f"person:{key}": name for key, name in Person.objects.filter(pk__in=keys).values_list("pk", "name")
    }


def _alive(rows: list[Import], at: datetime) -> set[int]:
    """Those that somebody is still working on."""
    jobs = {row.job for row in rows if row.job}
    working = set(
        Job.objects.filter(pk__in=jobs, state__in=("queued", "running")).values_list("pk", flat=True)
    )
    return {
        row.pk
        for row in rows
        if (row.job in working if row.job else row.moved_at is not None and at - row.moved_at < SILENT)
    }


def _line(row: Import, names: Mapping[str, str], working: bool) -> ImportLine:
    return ImportLine(
        key=row.pk,
        name=row.name,
        source=row.source,
        noun=row.noun,
        state=standing(row.state, working),
        lines=row.lines,
        counts=json.loads(row.counts),
        by_name=names.get(row.created_by, ""),
        created_at=row.created_at,
        ended_at=row.ended_at,
    )
