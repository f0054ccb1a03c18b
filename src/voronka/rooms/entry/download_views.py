"""Inquiries and clients as files."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST

from voronka.frame import downloads
from voronka.frame.access import signed_in
from voronka.frame.processes import chosen, of_one_process
from voronka.queries.lists.inquiries import InquiryFilters
from voronka.rooms.entry import client_list, inquiry_list


@require_POST
@signed_in
@of_one_process
def inquiries(request: HttpRequest) -> HttpResponseBase:
    """The inquiries of the page, all of them."""
    asked = inquiry_list.asked(request.GET)
    # What is looked for by words is found among the open and the closed ones.
    asked = InquiryFilters("all" if asked.words else asked.shown, asked.words, asked.phone)
    return downloads.answer(request, "inquiries", request.POST.get("as", ""), asked, chosen(request))


@require_POST
@signed_in
def clients(request: HttpRequest) -> HttpResponseBase:
    """All companies or people of the page, with its columns: `people.csv`; `whole.csv` with all that there are."""
    which, _dot, form = request.POST.get("as", "").rpartition(".")
    if which == "whole":
        kind = client_list.kind_of(request.GET)
        asked = replace(client_list.asked(request.GET), columns=())
    else:
        kind = "people" if which == "people" else "companies"
        asked = client_list.asked(request.GET, of=kind)
    return downloads.answer(request, kind, form, asked)
