"""Pages and buttons of the room: today, the board, the list, the deal card, the move."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.actions import cycle as verbs
from voronka.actions.files import path_of
from voronka.frame import doors as frame_doors
from voronka.frame import replies
from voronka.frame.access import actor, from_script, signed_in
from voronka.frame.navigation import address
from voronka.frame.processes import chosen, of_one_process, remember
from voronka.frame.taking import address_of
from voronka.queries import changes
from voronka.queries.cycle import board as boards
from voronka.queries.cycle import card as cards_of_deals
from voronka.queries.cycle import funnel as funnels
from voronka.queries.cycle import today as days
from voronka.queries.lists import deals as lists
from voronka.queries.records import deals as records
from voronka.queries.records import files as file_records
from voronka.queries.told import latest
from voronka.rooms.cycle import (
    card_page,
    columns,
    doors,
    filters,
    funnel_page,
    going_on,
    list_page,
    saved_page,
    today_page,
)


def _common(request: HttpRequest, narrowed: filters.Narrowed) -> dict[str, Any]:
    query = request.GET.copy()
    for passing in ("more", "density", "total"):
        query.pop(passing, None)
    for name in [name for name in query if name.startswith("shown.")]:
        query.pop(name)
    carried = query.urlencode()
    return {
        "narrowed": narrowed,
        "carried": f"?{carried}" if carried else "",
        "kept_filters": [(name, value) for name, value in query.items() if name != "owner"],
        "new_inquiry": address("new_inquiry"),
        "area": "deals",
    }


@require_GET
@signed_in
@of_one_process
def board(request: HttpRequest) -> HttpResponse:
    """All open deals by stage; asked for by a script, only the columns."""
    after = changes.position()
    narrowed = filters.read(request.GET, actor(request))
    seen = boards.board(
        actor(request),
        timezone.now(),
        process=chosen(request),
        owner=narrowed.owner,
        attention=narrowed.attention,
        page=filters.page_size(request.GET, boards.PAGE),
    )
    fragment = from_script(request)
    context = {
        **_common(request, narrowed),
        **columns.context(seen, request.GET, going_on.of(seen.process)),
        "density": filters.density(request),
        "fragment": fragment,
        "live_after": after,
    }
    response = render(request, "cycle/_board.html" if fragment else "cycle/board.html", context)
    return filters.remember_density(request, response)


@require_GET
@signed_in
@of_one_process
def funnel(request: HttpRequest) -> HttpResponse:
    """How many go on from each stage; the version and the period stand in the address."""
    asked = filters.cohort(request.GET)
    seen = funnels.funnel(by=actor(request), at=timezone.now(), process=chosen(request), **asked)
    context = {**funnel_page.context(seen, actor(request)), "area": "funnel"}
    return render(request, "cycle/funnel.html", context)


@require_GET
@signed_in
def column(request: HttpRequest) -> HttpResponse:
    """More cards of one column, while one scrolls."""
    narrowed = filters.read(request.GET, actor(request))
    try:
        more = boards.column(
            actor(request),
            timezone.now(),
            narrowed.stage,
            more=narrowed.more,
            process=chosen(request),
            owner=narrowed.owner,
            attention=narrowed.attention,
        )
    except (KeyError, ValueError):
        raise Http404 from None
    context = {"column": columns.shown(more, request.GET), "request": request}
    return render(request, "cycle/_cards.html", context)


@require_GET
@signed_in
@of_one_process
def deals(request: HttpRequest) -> HttpResponse:
    """The list of deals, narrowed by its address, a page by key."""
    after = changes.position()
    known = latest(chosen(request))
    opened = saved_page.opened(request, known)
    if opened.elsewhere:
        return redirect(opened.elsewhere)
    narrowed = filters.read(request.GET, actor(request))
    try:
        seen = lists.page(
            actor(request),
            timezone.now(),
            list_page.asked(request, opened.words, known),
            more=narrowed.more,
            process=known,
            total="total" in request.GET,
        )
    except ValueError:
        return redirect("deals")
    context = _common(request, narrowed) | list_page.context(
        seen, narrowed, request.GET, opened.words, actor(request)
    )
    context |= saved_page.context(request, opened) | {"live_after": after}
    context["download"] = address_of("deals", "deals_file", actor(request))
    return render(request, "cycle/_list.html" if from_script(request) else "cycle/list.html", context)


@require_GET
@signed_in
def deal(request: HttpRequest, key: int) -> HttpResponse:
    """The deal card; asked for by a script, only its inside."""
    after = changes.position()
    seen = cards_of_deals.deal_card(actor(request), key, timezone.now())
    remember(request, seen.deal.process)
    context = {**card_page.context(seen, doors.address_of(key)), "live_after": after, "area": "deals"}
    return render(request, "cycle/_deal.html" if from_script(request) else "cycle/deal.html", context)


@require_GET
@signed_in
@of_one_process
def today(request: HttpRequest) -> HttpResponse:
    """What to do today."""
    after = changes.position()
    seen = days.today(
        actor(request), timezone.now(), timezone.get_current_timezone(), process=chosen(request)
    )
    context = {**today_page.context(seen), "live_after": after, "area": "today"}
    return render(request, "cycle/_today.html" if from_script(request) else "cycle/today.html", context)


@require_POST
@signed_in
def move(request: HttpRequest, key: int) -> HttpResponse:
    """Move the deal to another stage: done, or refused with what is missing."""
    asked = frame_doors.asked(request, key)
    outcome = verbs.move_deal(to=request.POST.get("to", "")[:64], seen=asked.seen, **asked.who)
    if outcome.done:
        toast = card_page.moved(records.stage_title(key), outcome.passed)
        undo = reverse("undo", args=[key]) if outcome.kinds else ""
        return replies.done(
            request, toast, to=reverse("deal", args=[key]), undo=undo, topics=doors.topics(key)
        )
    missing = frame_doors.missing_of(outcome.refused, doors.address_of(key))
    return render(
        request,
        "cycle/_refused.html" if from_script(request) else "cycle/refused.html",
        {
            "missing": missing,
            "back": reverse("deal", args=[key]),
            "area": "deals",
            **doors.beyond(outcome.refused, actor(request), key, request.headers.get("HX-Target", "")),
        },
        status=422,
    )


@require_POST
@signed_in
def undo(request: HttpRequest, key: int) -> HttpResponse:
    """Take the last move back, while it is fresh."""
    outcome = verbs.undo_move(**frame_doors.asked(request, key).who)
    page = reverse("deal", args=[key])
    if outcome.done:
        return replies.done(request, _("The deal is back where it was."), to=page, topics=doors.topics(key))
    return replies.not_done(request, outcome.refused, to=page)


@require_POST
@signed_in
def step(request: HttpRequest, key: int, step: str) -> HttpResponse:
    """Mark a step of the stage, or take the mark off."""
    done = request.POST.get("done") != "0"
    outcome = verbs.tick_step(step=step, done=done, **frame_doors.asked(request, key).who)
    page = reverse("deal", args=[key])
    if outcome.done:
        return replies.done(request, "", to=page, topics=doors.topics(key))
    return replies.not_done(request, outcome.refused, to=page)


@require_http_methods(["GET", "POST"])
@signed_in
def door(request: HttpRequest, key: int, word: str) -> HttpResponse:
    """A decision of the deal card with its form."""
    known = doors.DOORS.get(word)
    if known is None:
        raise Http404
    subject = cards_of_deals.deal_card(actor(request), key, timezone.now())
    return frame_doors.answer(request, known, key, subject, doors.place(key))


@require_GET
@signed_in
def file(request: HttpRequest, key: int, file: int) -> HttpResponseBase:
    """A file of the deal, always as a download: nothing that somebody attached is opened inside our pages."""
    known = file_records.file(file, by=actor(request))
    response = FileResponse(
        path_of(known.digest).open("rb"),
        as_attachment=True,
        filename=known.name,
        content_type=known.media_type,
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
