"""Clients: the list with its search, a company, a contact."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from voronka.core import access
from voronka.core.duplicates import Noun
from voronka.core.problems import NotFound
from voronka.frame import lists as frame_lists
from voronka.frame.access import actor, from_script, signed_in
from voronka.queries import clients as queries
from voronka.queries import merging
from voronka.queries.lists import clients as lists
from voronka.rooms.entry import client_forms, client_list, client_page


@require_GET
@signed_in
def clients(request: HttpRequest) -> HttpResponse:
    """Companies or people in their columns and order; with `?q=` alone both, the first that are found by a word, a
    phone, an e-mail or an INN; with `?q=` and `?kind=` all of one list that fit.
    """
    by, query = actor(request), request.GET
    kind, asked = client_list.kind_of(query), client_list.asked(query)
    both = bool(asked.words) and "kind" not in query
    try:
        if both:
            found = queries.found(by, asked.words, asked.phone)
            pages = (
                lists.of_lines("companies", found.companies, capped=found.capped),
                lists.of_lines("people", found.people),
            )
        else:
            pages = (lists.page(by, kind, asked, more=query.get("more", "")[:1000]),)
    except ValueError:
        return redirect("clients")
    tables = [client_list.table(one, None if both else asked, query) for one in pages if one.lines]
    context = client_page.listed(pages[0], tables, asked, by, both=both)
    return render(request, "entry/_clients.html" if from_script(request) else "entry/clients.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def client_columns(request: HttpRequest) -> HttpResponse:
    """Which columns one of the two lists has, and in which order."""
    access.require(actor(request), "client.see")
    kind = client_list.kind_of(request.GET)
    return frame_lists.columns_door(
        request,
        lists.columns(kind),
        usual=lists.USUAL[kind],
        stays="name",
        to=reverse("clients"),
        area="clients",
    )


@require_GET
@signed_in
def company(request: HttpRequest, key: int) -> HttpResponse:
    """A company with its people, deals and inquiries; of one that went up in another, that other's card."""
    try:
        return _card(request, queries.company_card(actor(request), key, timezone.now()))
    except NotFound:
        return _kept(request, "company", key)


@require_GET
@signed_in
def contact(request: HttpRequest, key: int) -> HttpResponse:
    """A contact with their deals and inquiries; of one who went up in another, that other's card."""
    try:
        return _card(request, queries.contact_card(actor(request), key, timezone.now()))
    except NotFound:
        return _kept(request, "contact", key)


def _kept(request: HttpRequest, noun: Noun, key: int) -> HttpResponse:
    """The way on from the address of a client that went up in another; NotFound where there is none."""
    now = merging.current(actor(request), noun, key)
    if now == key:
        raise NotFound(noun, key)
    return redirect(noun, now)


def _card(request: HttpRequest, seen: queries.ClientCard) -> HttpResponse:
    context = client_page.card(seen, actor(request), timezone.now())
    return render(request, "entry/_client.html" if from_script(request) else "entry/client.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def edit_company(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """A new company, or new data of one."""
    access.require(actor(request), "client.change")
    if key is None:
        return client_forms.company(request, None, queries.own_fields("company"))
    now = merging.current(actor(request), "company", key)
    if now != key and request.method == "GET":
        return redirect("edit_company", now)
    card = queries.company_card(actor(request), now, timezone.now())
    # Sent for one that went up in another meanwhile, the form comes back with all that was typed.
    return client_forms.company(request, card.company and replace(card.company, key=key), card.fields)


@require_http_methods(["GET", "POST"])
@signed_in
def edit_contact(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """A new contact (`?company=12`: of this company), or new data of one."""
    access.require(actor(request), "client.change")
    if key is None:
        return client_forms.contact(request, None, queries.own_fields("contact"))
    now = merging.current(actor(request), "contact", key)
    if now != key and request.method == "GET":
        return redirect("edit_contact", now)
    card = queries.contact_card(actor(request), now, timezone.now())
    return client_forms.contact(request, card.person and replace(card.person, key=key), card.fields)


@require_GET
@signed_in
def company_names(request: HttpRequest) -> HttpResponse:
    """Names of companies, offered as one types."""
    seen = queries.found(actor(request), request.GET.get("company_name", "")[:100], limit=8)
    return render(request, "entry/_company_names.html", {"companies": seen.companies})
