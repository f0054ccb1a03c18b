"""A file that a program sends to be imported: as a part of a form, or as the whole body with its name beside."""

from dataclasses import dataclass
from typing import IO, Annotated, Any, cast

from django.http import HttpRequest
from django.utils.http import parse_header_parameters
from ninja.files import UploadedFile
from pydantic import Field

from voronka.core.problems import Invalid, Problem

AS_IT_IS = (
    "text/csv",
    "text/tab-separated-values",
    "text/plain",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/octet-stream",
)
"""Types of a body that is the file itself. What it holds is seen by its bytes, not by its type."""
Name = Annotated[
    str,
    Field(
        max_length=255,
        pattern=r"^[^\x00]*$",
        description="The file’s name where the body is the file itself; else `Content-Disposition` says it.",
    ),
]
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in AS_IT_IS},
    }
}
"""How the description tells of it, beside the form."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file on its way: its name and size, and the bytes, which are read once."""

    name: str
    size: int
    content: IO[bytes]


def sent(request: HttpRequest, file: UploadedFile | None, name: str) -> Sent:
    """The file of the form, else the body. Raises Invalid where there is none, or nobody says its name or length."""
    if file is not None:
        return Sent(name or file.name or "", file.size or 0, cast(IO[bytes], file))
    if request.content_type not in AS_IT_IS:
        raise Invalid(Problem("required", "file"))
    if not (called := name or _named(request.headers.get("Content-Disposition", ""))):
        raise Invalid(Problem("file_name_needed", "name"))
    if "CONTENT_LENGTH" not in request.META:  # sent in chunks: nothing of it would be read
        raise Invalid(Problem("file_length_needed", "file"))
    # Not request.body: that is kept in memory, and bounded as JSON is.
    return Sent(called, int(request.META["CONTENT_LENGTH"] or 0), cast(IO[bytes], request))


def _named(header: str) -> str:
    """`attachment; filename="deals.csv"`; letters that a header has no room for: `filename*=UTF-8''…`."""
    said: dict[str, str] = parse_header_parameters(header)[1]
    return said.get("filename", "").replace("\x00", "")[:255]
