"""A new inquiry by hand: the form of five seconds, and what comes of it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from voronka.actions import entry as verbs
from voronka.actions.change import Outcome
from voronka.core.problems import Invalid
from voronka.frame import doors, replies
from voronka.frame.access import actor
from voronka.frame.processes import chosen, shown
from voronka.queries import entry as queries
from voronka.rooms.entry.forms import NewInquiry
from voronka.rooms.entry.known import Recognised, recognised

CHANNEL = "voronka_channel"
"""The cookie that remembers the last channel: who answers the telephone, answers the telephone."""
YEAR = 365 * 24 * 3600


def ask(request: HttpRequest) -> HttpResponse:
    """The empty form."""
    channels = queries.channels(chosen(request))
    initial = request.GET.dict()
    last = request.COOKIES.get(CHANNEL, "")
    if last in dict(channels):
        initial.setdefault("channel", last)
    return _show(request, NewInquiry(subject=channels, initial=initial))


def receive(request: HttpRequest) -> HttpResponse:
    """What was typed, taken; or the form again with what is wrong."""
    form = NewInquiry(request.POST, subject=queries.channels(chosen(request)))
    seen = recognised(actor(request), request.POST.get("who", "")[:400])
    if form.is_valid():
        try:
            outcome = _receive(request, form, seen)
        except Invalid as wrong:
            _blame(form, wrong)
        else:
            return _received(request, outcome, form.cleaned_data["channel"])
    return _show(request, form, seen, status=422)


def _receive(request: HttpRequest, form: NewInquiry, seen: Recognised) -> Outcome:
    given = form.cleaned_data
    asked = doors.asked(request, 0)
    return verbs.receive_inquiry(
        channel=given["channel"],
        name=seen.who.name,
        phone=seen.who.phone,
        email=seen.who.email,
        contact=given["contact"],
        recognise=request.POST.get("contact") != "new",
        message=given["message"],
        service_questions=given["service_questions"] or 0,
        process=chosen(request),
        brief_filled=given["brief_filled"],
        by=asked.by,
        at=asked.at,
        request=asked.request,
    )


def _received(request: HttpRequest, outcome: Outcome, channel: str) -> HttpResponse:
    if link := doors.opened(outcome):
        said = _("By the entry rule this is a lead: a deal is opened.")
    else:
        link = (reverse("inquiry", args=[outcome.key]), _("Open the inquiry"))
        said = _("The inquiry is written down.")
    topics = ("inquiries", "deals")
    response = replies.done(request, said, to=link[0], topics=topics, link=link)
    response.set_cookie(CHANNEL, channel, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


def _blame(form: NewInquiry, wrong: Invalid) -> None:
    """Name, phone and e-mail are one field here."""
    for one in wrong.problems:
        place = "who" if one.field in ("name", "phone", "email", "contact") else one.field
        form.add_error(place if place in form.fields else None, doors.words.problem(one))


def _show(
    request: HttpRequest, form: NewInquiry, seen: Recognised | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "title": _("New inquiry"),
        "form": form,
        "known": seen,
        "contact": form["contact"].value() or "",
        "process": shown(request),
        "back": reverse("inquiries"),
        "back_title": _("Inquiries"),
    }
    return replies.door(request, "entry/_new_inquiry.html", context, status=status, area="inquiries")
