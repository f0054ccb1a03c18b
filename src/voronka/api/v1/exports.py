"""Lists as files: asked for, made by the worker, fetched for some days."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone, translation
from ninja import Router

from voronka.actions import exports as verbs
from voronka.api.v1.calls import actor, ask
from voronka.api.v1.shapes import Given, Word
from voronka.core.problems import NotFound
from voronka.queries.lists import all as lists
from voronka.queries.lists import taken, written

router = Router(tags=["exports"])


class ExportGiven(Given):
    list: Literal["deals", "companies", "people", "inquiries", "payments", "unpaid", "handovers", "bulk"]
    form: Literal["csv", "xlsx"] = "csv"
    filters: Mapping[str, Any] = {}
    process: Word | None = None


class ExportRecord(Given):
    key: UUID
    list: str
    form: str
    state: str
    percent: int
    asked_at: datetime
    ended_at: datetime | None
    rows: int | None
    size: int | None


@router.post("", response={201: Mapping[str, Any]}, summary="Ask for a list as a file; the job that makes it")
def ask_for_export(request: HttpRequest, given: ExportGiven) -> HttpResponse:
    by, at = actor(request), timezone.now()
    asked = lists.as_data(given.list, lists.from_data(given.list, dict(given.filters)))
    language = translation.get_language() or str(settings.LANGUAGE_CODE)
    return ask(
        request,
        lambda key: verbs.ask_for_export(
            what=given.list,
            form=given.form,
            asked=asked,
            language=language[:2],
            zone=timezone.get_current_timezone_name(),
            process=given.process,
            by=by,
            at=at,
            key=key,
        ),
    )


@router.get(
    "/{uuid:export}", response=ExportRecord, summary="One export: how far it is, and how many rows it has"
)
def get_export(request: HttpRequest, export: UUID) -> dict[str, Any]:
    seen = taken.export(key=export, by=actor(request))
    names = ("key", "form", "state", "percent", "asked_at", "ended_at", "rows", "size")
    return {"list": seen.what, **{name: getattr(seen, name) for name in names}}


@router.get(
    "/{uuid:export}/file",
    summary="The file itself, when it is done; 404 before and after that",
    openapi_extra={
        "responses": {
            200: {
                "description": "The bytes, as an attachment",
                "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def get_export_file(request: HttpRequest, export: UUID) -> FileResponse:
    seen = taken.export(key=export, by=actor(request))
    if seen.state != "done":
        raise NotFound("export", export)
    try:
        content = verbs.file_of(export, seen.form).open("rb")
    except FileNotFoundError:
        raise NotFound("export", export) from None
    response = FileResponse(content, as_attachment=True, filename=f"{seen.what}.{seen.form}")
    response["Content-Type"] = written.TYPES[seen.form]
    response["X-Content-Type-Options"] = "nosniff"
    return response
