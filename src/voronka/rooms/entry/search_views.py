"""The search: what the palette finds as one types, and the page with all of it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from voronka.actions.own import sought_phone
from voronka.frame.access import actor, from_script, signed_in
from voronka.queries import find as finding
from voronka.queries import find_page
from voronka.queries.find import Found
from voronka.rooms.entry import client_page, search_page


@require_GET
@signed_in
def find(request: HttpRequest) -> HttpResponse:
    """What the palette finds, and where the deal whose number was typed can be moved."""
    typed, by = request.GET.get("q", "")[:100], actor(request)
    moves = [client_page.move(one) for one in finding.moves(by, typed)]
    found = finding.hits(by, typed, sought_phone(typed))
    return JsonResponse([*map(client_page.hit, found), *moves], safe=False)


@require_GET
@signed_in
def search(request: HttpRequest) -> HttpResponse:
    """All that is found: `?q=` what was typed, `kind` one noun alone, `more` the place to read on from."""
    typed, by = request.GET.get("q", "").strip()[:100], actor(request)
    kind = request.GET.get("kind", "")
    noun = search_page.KINDS.get(kind)
    phone = sought_phone(typed)
    if not typed:
        found = Found(())
    elif noun:
        found = find_page.page(by, typed, phone, noun=noun, more=request.GET.get("more", ""))
    else:
        found = find_page.overview(by, typed, phone)
    context = search_page.context(found, typed, kind if noun else "", by)
    return render(request, "entry/_search.html" if from_script(request) else "entry/search.html", context)
