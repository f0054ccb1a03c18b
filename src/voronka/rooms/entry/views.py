"""Pages and buttons of the room: the inbox, an inquiry, a new one in five seconds, a new deal."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from voronka.actions.own import sought_phone
from voronka.core import access
from voronka.frame import doors as frame_doors
from voronka.frame.access import actor, from_script, signed_in
from voronka.frame.processes import chosen, of_one_process
from voronka.queries import changes
from voronka.queries import entry as queries
from voronka.rooms.entry import doors, inbox_page, new_deal_page, new_inquiry_page
from voronka.rooms.entry.known import recognised


@require_GET
@signed_in
@of_one_process
def inquiries(request: HttpRequest) -> HttpResponse:
    """The inbox: open inquiries, the newest first; `?shown=closed` shows what became of the others."""
    after = changes.position()
    shown: queries.Shown = "closed" if request.GET.get("shown") == "closed" else "open"
    typed = request.GET.get("q", "").strip()[:100]
    seen = queries.inbox(
        actor(request),
        process=chosen(request),
        shown=shown,
        figure=request.GET.get("figure", ""),
        words=typed,
        phone=sought_phone(typed),
        more=request.GET.get("more", ""),
    )
    context = {
        **inbox_page.context(seen, shown, actor(request), timezone.now()),
        "live_after": after,
        "typed": typed,
    }
    return render(request, "entry/_inbox.html" if from_script(request) else "entry/inbox.html", context)


@require_GET
@signed_in
def inquiry(request: HttpRequest, key: int) -> HttpResponse:
    """One inquiry with its history."""
    after = changes.position()
    seen = queries.inquiry_card(actor(request), key)
    context = {**inbox_page.card(seen, timezone.now()), "live_after": after}
    return render(request, "entry/_inquiry.html" if from_script(request) else "entry/inquiry.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def door(request: HttpRequest, key: int, word: str) -> HttpResponse:
    """A decision about an inquiry with its form."""
    if word not in doors.DOORS:
        raise Http404
    access.require(actor(request), doors.DOORS[word].verb)
    seen = queries.inquiry_card(actor(request), key)
    return frame_doors.answer(request, doors.door_for(word, seen), key, seen, doors.place(key, word))


@require_GET
@signed_in
def ready_text(request: HttpRequest, key: int) -> HttpResponse:
    """The ready answer to those who turn out to be `?as_what=`; what somebody has written themselves stays."""
    access.require(actor(request), "inquiry.close")
    seen = queries.inquiry_card(actor(request), key)
    ready, typed = seen.background.ready, request.GET.get("answer", "")
    own = typed.strip() and typed.replace("\r\n", "\n") not in ready.values()
    text = typed if own else ready.get(request.GET.get("as_what", ""), "")
    form = doors.forms.NotALead(subject=seen, initial={"answer": text})
    return HttpResponse(str(form["answer"]))


@require_http_methods(["GET", "POST"])
@signed_in
def new_inquiry(request: HttpRequest) -> HttpResponse:
    """An inquiry by hand, from everywhere."""
    access.require(actor(request), "inquiry.receive")
    if request.method == "POST":
        return new_inquiry_page.receive(request)
    return new_inquiry_page.ask(request)


@require_GET
@signed_in
def known(request: HttpRequest) -> HttpResponse:
    """Who it may be of those whom we know, as one types."""
    access.require(actor(request), "inquiry.receive")
    seen = recognised(actor(request), request.GET.get("who", "")[:400])
    context = {"known": seen, "contact": request.GET.get("contact", "")}
    return render(request, "entry/_known.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new_deal(request: HttpRequest) -> HttpResponse:
    """A deal for a client who is known already, without an inquiry."""
    access.require(actor(request), "deal.open")
    if request.method == "POST":
        return new_deal_page.open_deal(request)
    return new_deal_page.ask(request)


@require_GET
@signed_in
def choose_client(request: HttpRequest) -> HttpResponse:
    """Clients to choose from, as one types."""
    access.require(actor(request), "deal.open")
    typed = request.GET.get("client", "")[:100]
    context = {"choices": new_deal_page.choices(actor(request), typed), "typed": typed}
    return render(request, "entry/_choices.html", context)
