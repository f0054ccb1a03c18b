"""What a person sees when something is wrong: a sentence in their language and what to do, never a bare code."""

import logging
import sys

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from voronka.queries import trouble


def sentences(status: int) -> tuple[str, str]:
    """What happened and what mends it."""
    if status in (trouble.FULL, trouble.BUSY):
        return trouble.sentences(status)
    return {
        400: (_("The request was not understood"), _("Go back, reload the page and try again.")),
        403: (_("You may not do this"), _("Ask the owner for the right, or go back.")),
        404: (
            _("There is nothing at this address"),
            _("Perhaps it was removed, or you may not see it. Search for it by name."),
        ),
        409: (
            _("The page is out of date"),
            _("Someone has changed this meanwhile. Reload the page and try again."),
        ),
        413: (
            _("This is too large"),
            _("A file may have up to %(limit)d MB: send a smaller one or divide it into parts.")
            % {"limit": settings.UPLOAD_LIMIT >> 20},
        ),
        421: (
            _("Voronka does not know itself under this address"),
            _("Its administrator adds the address to VORONKA_HOSTS and starts it again."),
        ),
        419: (_("The page was open for too long"), _("Reload the page and send it again.")),
        500: (
            _("Something broke on our side"),
            _("Nothing was half done. Try again; if it repeats, tell the administrator."),
        ),
    }[status]


def answer(request: HttpRequest, status: int) -> HttpResponse:
    """The page, the fragment for a script, or problem+json for a program."""
    title, mend = sentences(status)
    shown = 403 if status == 419 else status
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "title": title, "detail": mend, "status": shown}
        return JsonResponse(body, status=shown, content_type="application/problem+json")
    context = {"status": shown, "title": title, "mend": mend, "renew": status == 419}
    part = request.headers.get("HX-Request") == "true"
    response = HttpResponse(_page(status, context, part), status=shown)
    if status in (trouble.FULL, trouble.BUSY):
        response["Retry-After"] = "5"
    return response


def _page(status: int, context: dict[str, object], part: bool) -> str:
    """The frame's page or part of one; a plain page when even that cannot be drawn: it must not fail itself."""
    pages = ["errors/_fragment.html"] if part else [f"errors/{status}.html", "errors/any.html"]
    try:
        return render_to_string(pages, context)
    except Exception:
        logging.getLogger("voronka").exception("the error page could not be drawn")
        return render_to_string("errors_plain.html", context)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, DisallowedHost):
        return answer(request, 421)
    return answer(request, 413 if isinstance(exception, RequestDataTooBig | TooManyFilesSent) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """A full disk and a busy database are not our bugs: they get their own page; the transaction was undone."""
    return answer(request, trouble.trouble(sys.exc_info()[1]) or 500)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, 419)
