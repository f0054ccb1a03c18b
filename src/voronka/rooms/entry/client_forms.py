"""The forms of a company and of a contact: shown, checked, kept."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from voronka.actions import clients as verbs
from voronka.core.problems import Invalid
from voronka.frame import doors, replies
from voronka.frame.access import actor
from voronka.frame.fields import DoorForm
from voronka.queries import clients as queries
from voronka.queries.clients import CompanyLine, PersonLine
from voronka.rooms.entry.forms import CompanyForm, ContactForm


def company(request: HttpRequest, seen: CompanyLine | None) -> HttpResponse:
    """A company's form."""
    title = _("Company’s data") if seen else _("New company")
    if request.method != "POST":
        return _show(request, CompanyForm(subject=seen, initial=request.GET.dict()), title)
    form = CompanyForm(request.POST, subject=seen)
    if form.is_valid():
        asked = doors.asked(request, 0)
        try:
            key = verbs.save_company(
                key=seen.key if seen else None, by=asked.by, at=asked.at, **form.cleaned_data
            )
        except Invalid as wrong:
            form.blame(wrong)
        else:
            page = reverse("company", args=[key])
            return replies.done(request, _("The company is saved."), to=page, go=True)
    return _show(request, form, title, status=422)


def contact(request: HttpRequest, seen: PersonLine | None) -> HttpResponse:
    """A contact's form."""
    title = _("Contact’s data") if seen else _("New contact")
    if request.method != "POST":
        return _show(request, ContactForm(subject=seen, initial=request.GET.dict()), title)
    form = ContactForm(request.POST, subject=seen)
    if form.is_valid():
        given, asked = form.cleaned_data, doors.asked(request, 0)
        if given["company"] is not None:
            queries.company_name(actor(request), given["company"])
        try:
            key = verbs.save_contact(key=seen.key if seen else None, by=asked.by, at=asked.at, **given)
        except Invalid as wrong:
            form.blame(wrong)
        else:
            noun, of = ("company", given["company"]) if given["company"] else ("contact", key)
            page = reverse(noun, args=[of])
            return replies.done(request, _("The contact is saved."), to=page, go=True)
    return _show(request, form, title, status=422)


def _show(request: HttpRequest, form: DoorForm, title: str, *, status: int = 200) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "act": _("Save"),
        "action": request.path,
        "back": reverse("clients"),
        "back_title": _("Clients"),
    }
    return replies.door(request, "parts/_dialog_form.html", context, status=status, area="clients")
