"""Inquiries and clients as files."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST

from voronka.actions.own import sought_phone
from voronka.frame import downloads
from voronka.frame.access import signed_in
from voronka.frame.processes import chosen, of_one_process
from voronka.queries.lists.clients import ClientFilters
from voronka.queries.lists.inquiries import InquiryFilters


@require_POST
@signed_in
@of_one_process
def inquiries(request: HttpRequest) -> HttpResponseBase:
    """The inquiries of the page, all of them."""
    asked = InquiryFilters("closed" if request.GET.get("shown") == "closed" else "open")
    return downloads.answer(request, "inquiries", request.POST.get("as", ""), asked, chosen(request))


@require_POST
@signed_in
def clients(request: HttpRequest) -> HttpResponseBase:
    """The companies or the people of the page, all of them: `people.csv`."""
    typed = request.GET.get("q", "").strip()[:100]
    asked = ClientFilters(typed, sought_phone(typed))
    what, _dot, form = request.POST.get("as", "").partition(".")
    return downloads.answer(request, "people" if what == "people" else "companies", form, asked)
