"""What the pages about the form and about what was held back say."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from voronka.actions.change import Outcome
from voronka.core import access
from voronka.core.access import Actor
from voronka.frame import replies
from voronka.frame.fields import DoorForm
from voronka.frame.navigation import address as place_of
from voronka.frame.processes import known
from voronka.queries.public_form import COUNTED, FormSetup, HeldPage


def address(process: str) -> str:
    """The page of this process's form."""
    return reverse("form_setup") + of_process(process)


def of_process(process: str) -> str:
    """What an address says of the process, where there are several."""
    return f"?process={process}" if len(known()) > 1 else ""


def context(seen: FormSetup, form: DoorForm, request: HttpRequest, by: Actor) -> dict[str, Any]:
    """The context of the page where the form is set up."""
    process = seen.page.process.key
    link = request.build_absolute_uri(reverse("public_form", args=[process]))
    return {
        "area": "inquiries",
        "seen": seen,
        "form": form,
        "link": link,
        "frame": f'<iframe src="{link}?embed=1" title="{seen.page.title}" width="100%" height="900"></iframe>',
        "of": of_process(process),
        "entry": seen.page.process.entry,
        "offers": seen.page.process.product.offers,
        "held_count": count(seen.held),
        "company_at": place_of("our_company") if access.may(by, "company.change") else "",
    }


def door(request: HttpRequest, form: DoorForm, title: str, process: str) -> HttpResponse:
    """A form of its own beside the page."""
    context = {
        "title": title,
        "form": form,
        "act": _("Save"),
        "action": request.get_full_path(),
        "back": address(process),
        "back_title": _("Public form"),
    }
    status = 422 if form.errors else 200
    return replies.door(request, "parts/_dialog_form.html", context, status=status, area="inquiries")


def held(seen: HeldPage, by: Actor) -> dict[str, Any]:
    """The context of what was held back."""
    return {
        "area": "inquiries",
        "seen": seen,
        "may_decide": access.may(by, "inquiry.receive"),
        "count_text": count(seen.count),
        "of": of_process(seen.process.key),
    }


def count(number: int) -> str:
    """So many, or more than are counted."""
    return _("%(n)s+") % {"n": COUNTED} if number > COUNTED else str(number)


def decided(outcome: Outcome) -> tuple[str, tuple[str, str] | None]:
    """What the toast says of a decision, and where it leads."""
    if outcome.noun == "inquiry":
        link = (reverse("inquiry", args=[outcome.key]), _("Open the inquiry"))
        return _("It is let in: an inquiry with the moment when it was sent."), link
    if outcome.noun == "deal":
        return _("It is let in and goes to a deal."), (
            reverse("deal", args=[outcome.key]),
            _("Open the deal"),
        )
    return _("It is thrown away: what was written is erased."), None
