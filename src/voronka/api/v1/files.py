"""Files: attached once, then named as the proof of a fact; always given out as an attachment."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Router
from ninja.files import UploadedFile

from voronka.actions import files as verbs
from voronka.api.v1.calls import actor, keep
from voronka.api.v1.shapes import Key, Made
from voronka.core.problems import NotFound
from voronka.queries.records import files

router = Router(tags=["files"])


@router.post("", response={201: Made}, summary="Keep a file, to be named as `proof`")
def send_file(request: HttpRequest, file: UploadedFile = File(...)) -> HttpResponse:  # noqa: B008
    by, at = actor(request), timezone.now()
    name = file.name or ""
    return keep(
        request,
        "file",
        lambda: verbs.keep_file(name=name, content=file, by=by, at=at),
        [name, file.size],
    )


@router.get("/{int:key}", response=files.FileRecord, summary="What is known of a file")
def get_file(request: HttpRequest, key: Key) -> files.FileRecord:
    return files.file(key, by=actor(request))


@router.get(
    "/{int:key}/content",
    summary="The file itself",
    openapi_extra={
        "responses": {
            200: {
                "description": "The bytes, as an attachment",
                "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def get_file_content(request: HttpRequest, key: Key) -> FileResponse:
    record = files.file(key, by=actor(request))
    try:
        content = verbs.path_of(record.digest).open("rb")
    except FileNotFoundError:
        raise NotFound("file", key) from None
    # Never shown by a browser, whatever it holds: a type of no meaning, and as an attachment.
    response = FileResponse(content, as_attachment=True, filename=record.name)
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
