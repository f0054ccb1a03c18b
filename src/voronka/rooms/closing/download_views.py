"""The lists of the room as files."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST

from voronka.frame import downloads
from voronka.frame.access import signed_in
from voronka.queries.lists.closing import NoFilters
from voronka.rooms.closing import filters


@require_POST
@signed_in
def payments(request: HttpRequest) -> HttpResponseBase:
    """The payments of the page, all of them, with its columns or, where it is asked, with all that there are."""
    which, _dot, form = request.POST.get("as", "").rpartition(".")
    _period, asked = filters.read(request.GET, whole=which != "whole")
    if which == "whole":
        asked = replace(asked, columns=())
    return downloads.answer(request, "payments", form, asked)


@require_POST
@signed_in
def unpaid(request: HttpRequest) -> HttpResponseBase:
    """What is signed and not paid."""
    return downloads.answer(request, "unpaid", request.POST.get("as", ""), NoFilters())


@require_POST
@signed_in
def handovers(request: HttpRequest) -> HttpResponseBase:
    """Projects between sales and production."""
    return downloads.answer(request, "handovers", request.POST.get("as", ""), NoFilters())
