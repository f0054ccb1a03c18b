"""Pages and doors of the room: payments, hand-overs, what is unpaid, and the files that prove it."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from voronka.actions.files import path_of
from voronka.core import access
from voronka.frame import doors as frame_doors
from voronka.frame import lists as frame_lists
from voronka.frame.access import actor, from_script, signed_in
from voronka.queries import changes
from voronka.queries.closing import handovers as handing
from voronka.queries.closing import payments as money
from voronka.queries.lists import payments as payment_lists
from voronka.queries.records import files
from voronka.rooms.closing import doors, filters, pages, payment_list


@require_GET
@signed_in
def payments(request: HttpRequest) -> HttpResponse:
    """Payments of a period, in their columns and their order."""
    after = changes.position()
    period, asked = filters.read(request.GET)
    seen = money.payments(actor(request), asked, more=request.GET.get("more", "")[:1000])
    context = payment_list.context(seen, period, asked, request.GET, actor(request)) | {"live_after": after}
    return render(
        request, "closing/_payments.html" if from_script(request) else "closing/payments.html", context
    )


@require_http_methods(["GET", "POST"])
@signed_in
def payment_columns(request: HttpRequest) -> HttpResponse:
    """Which columns the list of payments has, and in which order."""
    access.require(actor(request), "deal.see")
    return frame_lists.columns_door(
        request,
        payment_lists.columns(),
        usual=payment_lists.USUAL,
        stays="client",
        to=reverse("payments"),
        area="payments",
    )


@require_GET
@signed_in
def handovers(request: HttpRequest) -> HttpResponse:
    """Projects offered to production: to me, to others; those that came back."""
    after = changes.position()
    seen = handing.handovers(actor(request), timezone.now())
    context = {**pages.handovers(seen, actor(request)), "live_after": after}
    return render(
        request, "closing/_handovers.html" if from_script(request) else "closing/handovers.html", context
    )


@require_GET
@signed_in
def unpaid(request: HttpRequest) -> HttpResponse:
    """Signed, and not paid whole."""
    after = changes.position()
    seen = handing.unpaid(actor(request), timezone.now())
    context = {**pages.unpaid(seen, actor(request)), "live_after": after}
    return render(request, "closing/_unpaid.html" if from_script(request) else "closing/unpaid.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def door(request: HttpRequest, key: int, word: str) -> HttpResponse:
    """A decision about the money or the hand-over of a deal."""
    known = doors.DOORS.get(word)
    if known is None:
        raise Http404
    access.require(actor(request), known.verb)
    subject = money.deal_money(actor(request), key)
    return frame_doors.answer(request, known, key, subject, doors.place(key, word))


@require_GET
@signed_in
def file(request: HttpRequest, key: int) -> HttpResponse | FileResponse:
    """An attached file, to be saved and never shown inside our page: only for those who see its deal."""
    seen = files.file(key, by=actor(request))
    try:
        content = path_of(seen.digest).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, as_attachment=True, filename=seen.name, content_type=seen.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
