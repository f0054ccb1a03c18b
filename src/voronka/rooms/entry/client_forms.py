"""The forms of a company and of a contact: shown, checked, kept."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from voronka.actions import clients as verbs
from voronka.core.clients import fold_name
from voronka.core.problems import Invalid
from voronka.frame import doors, own_fields, replies
from voronka.frame.access import actor
from voronka.frame.fields import DoorForm
from voronka.queries import clients as queries
from voronka.queries.clients import CompanyLine, PersonLine
from voronka.queries.own import FieldLine
from voronka.rooms.entry.forms import CompanyForm, ContactForm

Own = tuple[FieldLine, ...]


def company(request: HttpRequest, seen: CompanyLine | None, own: Own) -> HttpResponse:
    """A company's form."""
    title = _("Company’s data") if seen else _("New company")
    if request.method != "POST":
        return _show(request, CompanyForm(subject=seen, own=own, initial=request.GET.dict()), title)
    form = CompanyForm(request.POST, subject=seen, own=own)
    if form.is_valid():
        asked, given = doors.asked(request, 0), dict(form.cleaned_data)
        fields = own_fields.given(given)
        try:
            key = verbs.save_company(
                key=seen.key if seen else None, fields=fields, by=asked.by, at=asked.at, **given
            )
        except Invalid as wrong:
            form.blame(wrong)
        else:
            page = reverse("company", args=[key])
            return replies.done(request, _("The company is saved."), to=page, go=True)
    return _show(request, form, title, status=422)


def contact(request: HttpRequest, seen: PersonLine | None, own: Own) -> HttpResponse:
    """A contact's form; `?company=12` names the company."""
    title, by = _("Contact’s data") if seen else _("New contact"), actor(request)
    if request.method != "POST":
        initial = request.GET.dict()
        of = initial.get("company", "")
        if of.isdecimal() and len(of) < 18:
            initial["company_name"] = queries.company_name(by, int(of))
        return _show_contact(request, ContactForm(subject=seen, own=own, initial=initial), title)
    form = ContactForm(request.POST, subject=seen, own=own)
    if form.is_valid():
        try:
            key, company = _keep_contact(form, seen, doors.asked(request, 0))
        except Invalid as wrong:
            form.blame(wrong)
        else:
            page = (
                reverse("company", args=[company]) if company and not seen else reverse("contact", args=[key])
            )
            return replies.done(request, _("The contact is saved."), to=page, go=True)
    return _show_contact(request, form, title, status=422)


def _keep_contact(form: ContactForm, seen: PersonLine | None, asked: doors.Ask) -> tuple[int, int | None]:
    """The contact's key and its company's; a company that is not known yet is made."""
    given = dict(form.cleaned_data)
    fields = own_fields.given(given)
    name, company = given.pop("company_name"), given.pop("company")
    if company is None or fold_name(queries.company_name(asked.by, company)) != fold_name(name):
        company = _company_of(name, asked)
    key = seen.key if seen else None
    made = verbs.save_contact(key=key, company=company, fields=fields, by=asked.by, at=asked.at, **given)
    return made, company


def _company_of(name: str, asked: doors.Ask) -> int | None:
    if not name:
        return None
    same = [
        one.key for one in queries.found(asked.by, name).companies if fold_name(one.name) == fold_name(name)
    ]
    return same[0] if same else verbs.save_company(name=name, by=asked.by, at=asked.at)


def _show_contact(request: HttpRequest, form: ContactForm, title: str, *, status: int = 200) -> HttpResponse:
    return _show(request, form, title, template="entry/_contact_form.html", status=status)


def _show(
    request: HttpRequest,
    form: DoorForm,
    title: str,
    *,
    template: str = "entry/_company_form.html",
    status: int = 200,
) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "act": _("Save"),
        "action": request.path,
        "back": reverse("clients"),
        "back_title": _("Clients"),
    }
    return replies.door(request, template, context, status=status, area="clients")
