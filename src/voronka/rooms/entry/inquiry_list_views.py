"""The list of inquiries: in its columns and its order, as a page and as a file."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.core import access
from voronka.frame import downloads
from voronka.frame import lists as frame_lists
from voronka.frame.access import actor, from_script, signed_in
from voronka.frame.processes import chosen, of_one_process
from voronka.queries import changes
from voronka.queries.lists import inquiries as lists
from voronka.queries.told import latest
from voronka.rooms.entry import inquiry_list


@require_GET
@signed_in
@of_one_process
def inquiries(request: HttpRequest) -> HttpResponse:
    """Open, closed or all inquiries, narrowed by words, a page by key."""
    after, by = changes.position(), actor(request)
    asked = inquiry_list.asked(request.GET)
    more = request.GET.get("more", "")[:1000]
    try:
        seen = lists.page(by, asked, more=more, process=chosen(request))
    except ValueError:
        return redirect("inquiry_list")
    context = inquiry_list.context(seen, asked, request.GET, by, timezone.now()) | {"live_after": after}
    template = "entry/_inquiry_list.html" if from_script(request) else "entry/inquiry_list.html"
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
@signed_in
@of_one_process
def columns(request: HttpRequest) -> HttpResponse:
    """Which columns the list has, and in which order."""
    access.require(actor(request), "inquiry.see")
    return frame_lists.columns_door(
        request,
        lists.page_columns(latest(chosen(request))),
        usual=lists.USUAL,
        stays="name",
        to=reverse("inquiry_list"),
        area="inquiries",
    )


@require_POST
@signed_in
@of_one_process
def file(request: HttpRequest) -> HttpResponseBase:
    """All inquiries of the page, with its columns or, where it is asked, with all that there are."""
    which, _dot, form = request.POST.get("as", "").rpartition(".")
    asked = inquiry_list.asked(request.GET, whole=which != "whole")
    if which == "whole":
        asked = replace(asked, columns=())
    return downloads.answer(request, "inquiries", form, asked, chosen(request))
