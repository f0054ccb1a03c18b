"""The list of deals as a file."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST

from voronka.core.saved_views import cleaned
from voronka.frame import downloads
from voronka.frame.access import signed_in
from voronka.frame.processes import chosen, of_one_process
from voronka.queries.told import latest
from voronka.rooms.cycle import list_page


@require_POST
@signed_in
@of_one_process
def deals(request: HttpRequest) -> HttpResponseBase:
    """The deals of the page, all of them, with its columns or, where it is asked, with all that there are."""
    which, _dot, form = request.POST.get("as", "").rpartition(".")
    asked = list_page.asked(
        request, cleaned(request.GET.dict()), latest(chosen(request)), whole=which != "whole"
    )
    if which == "whole":
        asked = replace(asked, columns=())
    return downloads.answer(request, "deals", form, asked, chosen(request))
