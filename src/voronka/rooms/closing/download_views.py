"""The list of payments as a file."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST

from voronka.frame import downloads
from voronka.frame.access import signed_in
from voronka.rooms.closing import filters


@require_POST
@signed_in
def payments(request: HttpRequest) -> HttpResponseBase:
    """The payments of the page, all of them."""
    _period, asked = filters.read(request.GET)
    return downloads.answer(request, "payments", request.POST.get("as", ""), asked)
