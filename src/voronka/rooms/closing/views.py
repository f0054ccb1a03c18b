"""Doors of money and of the hand-over, opened from the deal card."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from voronka.frame import doors as frame_doors
from voronka.frame.access import actor, signed_in
from voronka.queries.cycle.card import deal_card
from voronka.rooms.closing import doors


@require_http_methods(["GET", "POST"])
@signed_in
def door(request: HttpRequest, key: int, word: str) -> HttpResponse:
    """A payment, a refund, a hand-over: the form, or what came of it."""
    known = doors.DOORS.get(word)
    if known is None:
        raise Http404
    subject = deal_card(actor(request), key, timezone.now())
    return frame_doors.answer(request, known, key, subject, doors.place(key))
