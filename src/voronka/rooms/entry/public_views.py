"""Addresses that everybody may open by a link: the form, the consent as a document of its own, and the thanks."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from voronka.actions.sending import send_form
from voronka.core.access import VISITOR
from voronka.core.problems import Invalid, RequestReused
from voronka.queries import public_form as queries
from voronka.rooms.entry import public_page
from voronka.rooms.entry.public_form import TRAP, Public, filled, unsealed, without_nul
from voronka.rooms.entry.public_page import for_strangers


# Nobody is signed in here, so there is nothing that a foreign page could do in somebody's name: the seal of the form
# stands instead of the cookie, which a frame on another site would not get.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_strangers
def form(request: HttpRequest, process: str) -> HttpResponse:
    """The form of a process, for whoever has the link."""
    page, now = queries.public_page(process), timezone.now()
    if request.method != "POST":
        return public_page.show(request, page, Public(subject=page), now)
    typed = Public(without_nul(request.POST), subject=page)
    mark = request.POST.get("seal", "")[:500]
    known = unsealed(process, mark, now)
    note, status = public_page.amiss(), 422
    if typed.is_valid():
        told = {
            "process": process,
            "filled": filled(typed, request.POST),
            "trap": bool(request.POST.get(TRAP)),
        }
        seen = {"opened_at": known and known.opened_at, "request": known and known.request}
        try:
            send_form(**told, **seen, sender=public_page.sender(request), by=VISITOR, at=now)
        except RequestReused:
            note = _(
                "This was sent already. If you want to send what you have changed too, send it once more."
            )
        except Invalid as wrong:
            status, note = public_page.blame(typed, wrong, bool(mark))
        else:
            return _thanks(request, process)
    return public_page.show(request, page, typed, now, status=status, note=note)


def _thanks(request: HttpRequest, process: str) -> HttpResponse:
    at = int(timezone.now().timestamp())
    kept = {name: request.POST[name] for name in ("language", "embed") if request.POST.get(name)}
    query = "".join(f"&{name}={value}" for name, value in kept.items() if value.isalnum())
    return redirect(f"{reverse('form_sent', args=[process])}?at={at}{query}")


@require_safe
@never_cache
@for_strangers
def sent(request: HttpRequest, process: str) -> HttpResponse:
    """What happens next, and when."""
    page, now = queries.public_page(process), timezone.now()
    typed = request.GET.get("at", "")
    near = typed.isdecimal() and len(typed) < 12 and abs(now.timestamp() - int(typed)) < 7 * 24 * 3600
    at = datetime.fromtimestamp(int(typed), UTC) if near else now
    context = {
        "page": page,
        "within": public_page.within(page),
        "answer_by": queries.answer_by(process, at),
        "embedded": bool(request.GET.get("embed")),
        "again": reverse("public_form", args=[process]),
    }
    return public_page.framed(render(request, "entry/public/sent.html", context), page)


@require_safe
@for_strangers
def consent(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """A text of consent, as a document of its own."""
    text = queries.consent_text(process, number)
    return render(request, "entry/public/consent.html", {"text": text})
