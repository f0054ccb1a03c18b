"""A file that is too large is refused before it is read: by the length that is told, else as soon as it is beyond."""

from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

BESIDES = 1 << 20
"""What a form with a file may hold besides the file."""


class Bounded(FileUploadHandler):
    """Stands before the handlers that keep a file, and lets pass what is not beyond the limit."""

    seen = 0

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[Any, Any] | None:
        """Before anything is read."""
        self._require(content_length - BESIDES)
        return None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """A piece of it."""
        self.seen += len(raw_data)
        self._require(self.seen)
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """It is kept by the next handler."""
        return None

    def _require(self, size: int) -> None:
        if size > settings.UPLOAD_LIMIT:
            raise RequestDataTooBig("a file beyond the limit")
