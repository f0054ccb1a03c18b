"""A new deal for a client who is known: whom it is for, what about, how much, who leads it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from voronka.actions import entry as verbs
from voronka.actions.own import sought_phone
from voronka.core import access
from voronka.core.access import Actor
from voronka.core.clients import fold_name
from voronka.core.problems import Invalid, NotFound
from voronka.frame import doors, replies
from voronka.frame.access import actor
from voronka.frame.processes import chosen, shown
from voronka.queries import clients
from voronka.queries.cycle import board
from voronka.rooms.entry.forms import NewDeal

Choices = list[dict[str, str]]


def ask(request: HttpRequest) -> HttpResponse:
    """The form; `?company=12` or `?contact=7` names the client."""
    by = actor(request)
    initial: dict[str, Any] = {"owner": by.id}
    for noun in ("company", "contact"):
        key = request.GET.get(noun, "")
        if key.isdecimal() and len(key) < 18:
            initial |= {"chosen": f"{noun}:{key}", "client": named(by, noun, int(key))}
    return _show(request, NewDeal(subject=_subject(by, request), initial=initial))


def open_deal(request: HttpRequest) -> HttpResponse:
    """The deal, opened; or the form again with what is wrong."""
    form = NewDeal(request.POST, subject=_subject(actor(request), request))
    found = choices(actor(request), request.POST.get("client", "")[:100])
    if form.is_valid():
        chosen = form.cleaned_data["chosen"] or _same(found, form.cleaned_data["client"])
        if chosen is None and form.cleaned_data["client"]:
            form.add_error("client", _choose(found))
        else:
            try:
                return _opened(request, form, dict([chosen]) if chosen else {})
            except Invalid as wrong:
                form.blame(wrong)
            except NotFound:
                form.add_error("client", _("This client is no longer here: choose again."))
    return _show(request, form, found, status=422)


def _opened(request: HttpRequest, form: NewDeal, client: dict[str, int]) -> HttpResponse:
    given, asked = form.cleaned_data, doors.asked(request, 0)
    for noun, key in client.items():
        named(asked.by, noun, key)
    outcome = verbs.open_deal(
        title=given["title"],
        amount=given["amount"] or 0,
        company=client.get("company"),
        contact=client.get("contact"),
        owner=given.get("owner"),
        process=chosen(request),
        by=asked.by,
        at=asked.at,
        request=asked.request,
    )
    link = doors.opened(outcome)
    to = link[0] if link else reverse("inquiries")
    return replies.done(request, _("A deal is opened."), to=to, topics=("deals",), go=True)


def choices(by: Actor, typed: str) -> Choices:
    """Clients that fit what was typed, as one chooses among them."""
    if len(typed.strip()) < 2:
        return []
    seen = clients.found(by, typed, sought_phone(typed), 8)
    companies = [
        {"value": f"company:{one.key}", "name": one.name, "note": one.about or one.contact_name}
        for one in seen.companies
    ]
    people = [
        {"value": f"contact:{one.key}", "name": one.name, "note": one.company_name or one.phone}
        for one in seen.people
    ]
    return [*companies, *people][:10]


def named(by: Actor, noun: str, key: int) -> str:
    """The client's name; NotFound where the person may not see them."""
    return (clients.company_name if noun == "company" else clients.contact_name)(by, key)


def _same(found: Choices, typed: str) -> tuple[str, int] | None:
    """The one client of exactly this name, where there is one."""
    same = [one for one in found if fold_name(one["name"]) == fold_name(typed)]
    if not typed or len(same) != 1:
        return None
    noun, _colon, key = same[0]["value"].partition(":")
    return noun, int(key)


def _choose(found: Choices) -> str:
    if found:
        return _("Choose which of them it is.")
    return _("Nobody of this name is known. Write down an inquiry, or add the client first.")


def _subject(by: Actor, request: HttpRequest) -> dict[str, Any]:
    people = board.people(by) if access.may(by, "deal.assign") else ()
    return {"people": people, "currency": clients.currency(chosen(request))}


def _show(
    request: HttpRequest, form: NewDeal, found: Choices | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "title": _("New deal"),
        "lead": _("For a client who is known to be a lead. What came in just now is an inquiry."),
        "form": form,
        "choices": found or [],
        "chosen": form["chosen"].value() or "",
        "process": shown(request),
        "back": reverse("clients"),
        "back_title": _("Clients"),
    }
    return replies.door(request, "entry/_new_deal.html", context, status=status, area="clients")
