"""The passport on paper: a PDF, and one HTML file that needs nothing beside it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from voronka.api.v1.calls import actor
from voronka.api.v1.shapes import Key, Word
from voronka.frame.paper import passport_file
from voronka.queries import passport as queries
from voronka.queries.passport.paper import Printed

router = Router(tags=["passport"])


def _sheet(request: HttpRequest, process: str | None, version: int | None) -> Printed:
    at = timezone.now()
    return queries.printed(actor(request), at, timezone.localdate(at), process=process, number=version)


def _file(description: str, media_type: str) -> dict[str, Any]:
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": description, "content": content}}}


@router.get(
    "/print.pdf",
    summary="The passport on paper, as a PDF",
    openapi_extra=_file("The PDF, in the language that was asked for", "application/pdf"),
)
def print_pdf(request: HttpRequest, process: Word | None = None, version: Key | None = None) -> HttpResponse:
    sheet = _sheet(request, process, version)
    headers = {"Content-Disposition": f'attachment; filename="{sheet.name}.pdf"'}
    return HttpResponse(queries.as_pdf(sheet), content_type="application/pdf", headers=headers)


@router.get(
    "/print.html",
    summary="The passport on paper, as one HTML file",
    openapi_extra=_file("The page, in the language that was asked for", "text/html"),
)
def print_html(request: HttpRequest, process: Word | None = None, version: Key | None = None) -> HttpResponse:
    sheet = _sheet(request, process, version)
    headers = {
        "Content-Disposition": f'attachment; filename="{sheet.name}.html"',
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
    return HttpResponse(passport_file(sheet), headers=headers)
