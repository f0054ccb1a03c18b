"""The list of deals as a file."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST

from voronka.frame import downloads
from voronka.frame.access import actor, signed_in
from voronka.frame.processes import chosen, of_one_process
from voronka.rooms.cycle import filters, list_page


@require_POST
@signed_in
@of_one_process
def deals(request: HttpRequest) -> HttpResponseBase:
    """The deals of the page, all of them."""
    asked = list_page.asked(filters.read(request.GET, actor(request)))
    return downloads.answer(request, "deals", request.POST.get("as", ""), asked, chosen(request))
