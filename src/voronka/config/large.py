"""A file that is too large is told so at once: nothing of it is written down, and the page that says so arrives."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from voronka.config import errors

BESIDES: Final = 1 << 20
"""So much may stand in a form beside its file; one that is a little too large is told at its own field."""
HEARD: Final = 10
"""So many times the limit is read and dropped: a browser that may not finish its sending shows no answer."""
PIECE: Final = 1 << 16


class TooLarge:
    """Before anything reads the form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        typed = request.META.get("CONTENT_LENGTH") or "0"
        size = int(typed) if typed.isdecimal() and len(typed) < 19 else 0
        many = request.content_type == "multipart/form-data"
        if not many or size <= settings.UPLOAD_LIMIT + BESIDES or request.path.startswith("/api/"):
            return self.get_response(request)
        if size <= settings.UPLOAD_LIMIT * HEARD:
            while request.read(PIECE):
                pass
        limit = settings.UPLOAD_LIMIT >> 20
        mend = _("A file may have %(limit)d MB. Send a smaller one, or divide it into parts.") % {
            "limit": limit
        }
        return errors.answer(request, 413, mend)
