"""Files of other systems: sent, understood, corrected, tried, brought in, taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Router
from ninja.files import UploadedFile
from pydantic import Field

from voronka.actions import imports as verbs
from voronka.actions import outlines
from voronka.api.v1.calls import actor, ask, keep
from voronka.api.v1.sent_files import BODY, Name, sent
from voronka.api.v1.shapes import LARGEST, Asked, Given, Key, Limit, Made
from voronka.core.imports import Refused
from voronka.core.outlines import Outline
from voronka.core.problems import Problem
from voronka.formats import plans
from voronka.formats.passport import outlined
from voronka.queries import imports as queries
from voronka.queries import words
from voronka.queries.imports import ImportLine, ImportSeen

router = Router(tags=["imports"])
Corrected = Annotated[
    int,
    Field(
        strict=True, ge=0, le=LARGEST, description="The import's `seq` that was seen; older than now: 409."
    ),
]


class Doubt(Given):
    code: str
    field: str
    sentence: str


class ImportRecord(Given):
    """One file and how far it is: planned, trying, tried, running, cut, done, undoing, undone."""

    key: int
    name: str
    source: str
    noun: str
    state: str
    lines: int
    counts: dict[str, int]
    created_at: datetime
    ended_at: datetime | None


class WholeImport(ImportRecord):
    """The same with its plan, what its columns hold, what the trial found, and the draft of a first passport."""

    seq: int
    job: UUID | None
    percent: int
    size: int
    encoding: str
    heads: list[str]
    plan: dict[str, Any]
    words: dict[str, dict[str, int]]
    doubts: list[Doubt]
    tried: dict[str, Any]
    outline: dict[str, Any] | None
    histories: list[int]


class Imports(Given):
    items: list[ImportRecord]


class PlanGiven(Given):
    seq: Corrected
    plan: Mapping[str, Any]


class OutlineGiven(Given):
    seq: Corrected
    outline: Outline


class Publishing(Given):
    seq: Corrected


class RefusedRecord(Given):
    number: int
    field: str
    code: str
    why: str
    cells: list[str]


class StayedThing(Given):
    """Of a payment or a history, `key` is that of the deal."""

    noun: str
    key: int
    name: str


class StayedThings(Given):
    items: list[StayedThing]
    next: int | None


class RefusedLines(Given):
    items: list[RefusedRecord]
    next: int | None


@router.post(
    "",
    response={201: Made},
    summary="Send a file of another system, in a form or as the body; how it would be understood is proposed",
    openapi_extra=BODY,
)
def send_import(
    request: HttpRequest,
    file: UploadedFile | None = File(None),  # noqa: B008
    name: Name = "",
) -> HttpResponse:
    by, at, given = actor(request), timezone.now(), sent(request, file, name)
    return keep(
        request,
        "import",
        lambda: verbs.begin_import(name=given.name, content=given.content, by=by, at=at),
        [given.name, given.size],
    )


@router.post(
    "/{int:key}/history",
    response={201: Made},
    summary="Send the history of these deals' stages, as a file is sent; it is tried and comes in with them",
    openapi_extra=BODY,
)
def send_history(
    request: HttpRequest,
    key: Key,
    file: UploadedFile | None = File(None),  # noqa: B008
    name: Name = "",
) -> HttpResponse:
    by, at, given = actor(request), timezone.now(), sent(request, file, name)
    return keep(
        request,
        "import",
        lambda: verbs.begin_import(name=given.name, content=given.content, beside=key, by=by, at=at),
        [given.name, given.size, key],
    )


@router.get("", response=Imports, summary="The latest imports, the newest first")
def list_imports(request: HttpRequest) -> dict[str, Any]:
    return {"items": [_line(one) for one in queries.imports(by=actor(request), at=timezone.now())]}


@router.get("/{int:key}", response=WholeImport, summary="One import: its plan, how far it is, what it found")
def get_import(request: HttpRequest, key: Key) -> dict[str, Any]:
    return _whole(queries.one(key, by=actor(request), at=timezone.now()))


@router.put(
    "/{int:key}/plan",
    response=WholeImport,
    summary="Correct how the file is understood; what is left out stays",
)
def put_import_plan(request: HttpRequest, key: Key, given: PlanGiven) -> dict[str, Any]:
    by, at = actor(request), timezone.now()
    plan = plans.plan_of(given.plan, queries.one(key, by=by, at=at).plan)
    verbs.correct_plan(key=key, plan=plan, seen=given.seq, by=by, at=at)
    return _whole(queries.one(key, by=by, at=at))


@router.put(
    "/{int:key}/passport", response=WholeImport, summary="Correct the first passport that the file drafts"
)
def put_import_passport(request: HttpRequest, key: Key, given: OutlineGiven) -> dict[str, Any]:
    by, at = actor(request), timezone.now()
    outlines.correct_outline(key=key, outline=given.outline, seen=given.seq, by=by, at=at)
    return _whole(queries.one(key, by=by, at=at))


@router.post(
    "/{int:key}/passport",
    response=WholeImport,
    summary="Publish the drafted passport and lead the file to its stages",
)
def publish_import_passport(request: HttpRequest, key: Key, given: Publishing) -> dict[str, Any]:
    by, at = actor(request), timezone.now()
    outlines.publish_outline(key=key, seen=given.seq, by=by, at=at, door="api")
    return _whole(queries.one(key, by=by, at=at))


@router.post(
    "/{int:key}/try", response={201: Asked}, summary="Try it without writing anything; the job that does it"
)
def try_import(request: HttpRequest, key: Key) -> HttpResponse:
    by, at = actor(request), timezone.now()
    return ask(request, lambda job: verbs.ask_try(key=key, by=by, at=at, job=job))


@router.post(
    "/{int:key}/run", response={201: Asked}, summary="Bring it in, or go on with one that was cut off"
)
def run_import(request: HttpRequest, key: Key) -> HttpResponse:
    by, at = actor(request), timezone.now()
    return ask(request, lambda job: verbs.ask_run(key=key, by=by, at=at, job=job))


@router.post("/{int:key}/undo", response={201: Asked}, summary="Take the whole import back")
def undo_import(request: HttpRequest, key: Key) -> HttpResponse:
    by, at = actor(request), timezone.now()
    return ask(request, lambda job: verbs.ask_undo(key=key, by=by, at=at, job=job))


@router.delete("/{int:key}", response={204: None}, summary="Discard one that was never brought in")
def discard_import(request: HttpRequest, key: Key) -> HttpResponse:
    verbs.discard_import(key=key, by=actor(request), at=timezone.now())
    return HttpResponse(status=204)


@router.get(
    "/{int:key}/refused", response=RefusedLines, summary="Lines that could not be taken, with the reasons"
)
def list_refused_lines(
    request: HttpRequest, key: Key, after: Annotated[int, Field(ge=0, le=LARGEST)] = 0, limit: Limit = 100
) -> dict[str, Any]:
    found = list(queries.refused_rows(key, by=actor(request), after=after, most=limit + 1))
    last = found[limit - 1].number if len(found) > limit else None
    return {"items": [_refused(one) for one in found[:limit]], "next": last}


@router.get("/{int:key}/stayed", response=StayedThings, summary="What stayed when an import was taken back")
def list_stayed(
    request: HttpRequest, key: Key, after: Annotated[int, Field(ge=0, le=LARGEST)] = 0, limit: Limit = 100
) -> dict[str, Any]:
    found, onward = queries.stayed(key, after=after, by=actor(request), page=limit)
    items = [{"noun": one.noun, "key": one.key, "name": one.name} for one in found]
    return {"items": items, "next": onward or None}


def _refused(one: Refused) -> dict[str, Any]:
    return {
        "number": one.number,
        "field": one.problem.field,
        "code": one.problem.code,
        "why": words.problem(one.problem),
        "cells": list(one.cells),
    }


def _line(one: ImportLine) -> dict[str, Any]:
    names = ("key", "name", "source", "noun", "state", "lines", "created_at", "ended_at")
    counts = {name: count for name, count in one.counts.items() if isinstance(count, int)}
    return {**{name: getattr(one, name) for name in names}, "counts": counts}


def _whole(seen: ImportSeen) -> dict[str, Any]:
    names = ("seq", "job", "percent", "size", "encoding")
    return {
        **_line(seen.line),
        **{name: getattr(seen, name) for name in names},
        "heads": list(seen.heads),
        "plan": plans.as_data(seen.plan),
        "words": {part: dict(counted) for part, counted in seen.words.items()},
        "doubts": [_doubt(one) for one in seen.doubts],
        "tried": dict(seen.tried),
        "outline": outlined.as_data(seen.outline) if seen.outline else None,
        "histories": [line.key for line, _tried, _unsaid in seen.histories],
    }


def _doubt(one: Problem) -> dict[str, str]:
    return {"code": one.code, "field": one.field, "sentence": words.problem(one)}
