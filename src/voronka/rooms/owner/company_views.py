"""Our own company: what it has chosen, and its year of working days."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from voronka.actions import company as verbs
from voronka.core import access
from voronka.core.problems import Invalid, NotFound
from voronka.frame import replies
from voronka.frame.access import actor, signed_in
from voronka.queries import company as queries
from voronka.rooms.owner.company_forms import WEEK, CompanyForm, DayForm


@require_http_methods(["GET", "POST"])
@signed_in
def company(request: HttpRequest) -> HttpResponse:
    """What the company has chosen; the owner changes it."""
    by = actor(request)
    access.require(by, "calendar.change")
    ours = queries.ours(by)
    form = CompanyForm(request.POST or None, subject=ours)
    if request.method == "POST" and form.is_valid():
        try:
            done = verbs.change_company(**_chosen(form, ours), by=by, at=timezone.now())
        except Invalid as wrong:
            form.blame(wrong)
        else:
            return replies.done(request, _told(done), to=reverse("our_company"), go=True)
    return render(request, "owner/company.html", _page(request, form), status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def company_day(request: HttpRequest, day: date) -> HttpResponse:
    """Do we work on this day?"""
    by = actor(request)
    access.require(by, "calendar.change")
    form = DayForm(request.POST or None, subject=_own(request, day))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            done = verbs.set_day(
                day=day, works=given["works"] == "work", note=given["note"], by=by, at=timezone.now()
            )
        except Invalid as wrong:
            form.blame(wrong)
        else:
            return replies.done(request, _told(done), to=_year(day), go=True)
    context = {"title": date_format(day, "j E Y"), "form": form, "act": _("Save"), "action": request.path}
    context |= {"back": _year(day), "back_title": _("Company"), "own": form.subject, "day": day}
    status = 422 if form.errors else 200
    return replies.door(request, "owner/_day.html", context, status=status, area="company")


@require_POST
@signed_in
def clear_day(request: HttpRequest, day: date) -> HttpResponse:
    """This day is again as everybody has it."""
    done = verbs.clear_day(day=day, by=actor(request), at=timezone.now())
    return replies.done(request, _told(done), to=_year(day), go=True)


def _chosen(form: CompanyForm, ours: Any) -> dict[str, Any]:
    """What was changed in the form, and nothing else: an old page does not undo what others have chosen."""
    return {name: form.cleaned_data[name] for name in form.changed_data}


def _page(request: HttpRequest, form: CompanyForm) -> dict[str, Any]:
    by, asked = actor(request), request.GET.get("year", "")
    known = len(asked) == 4 and asked.isdecimal() and 2000 <= int(asked) <= 2100
    number = int(asked) if known else timezone.localdate().year
    months = queries.year(by, number)
    return {
        "area": "company",
        "form": form,
        "may_change": access.may(by, "company.change"),
        "may_take_out": access.may(by, "company.export"),
        "year": number,
        "months": months,
        "worked": sum(month.worked for month in months),
        "week": [name for _number, name in WEEK],
        "known": queries.KNOWN[0] <= number <= queries.KNOWN[1],
        "today": timezone.localdate(),
        "own": [one for one in queries.ours(by).days if one.day.year == number],
    }


def _own(request: HttpRequest, day: date) -> Any:
    if not 2000 <= day.year <= 2100:
        raise Http404
    try:
        return queries.own_day(actor(request), day)
    except NotFound:
        return None


def _year(day: date) -> str:
    return f"{reverse('our_company')}?year={day.year}#year"


def _told(done: verbs.Changed) -> str:
    """What the toast says: also what followed from it."""
    if done.job is not None:
        return _("There are many open deals: the change holds as soon as their norms are counted again.")
    if done.recounted:
        said = ngettext(
            "Saved. %(n)s open deal has another norm now.",
            "Saved. %(n)s open deals have another norm now.",
            done.recounted,
        )
        return said % {"n": done.recounted}
    return _("Saved.")
