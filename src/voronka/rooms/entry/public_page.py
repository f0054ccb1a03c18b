"""What the public form says: in the visitor's language and the company's time, without a cookie, for any browser."""

import ipaddress
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from voronka.core.problems import Invalid, NotFound
from voronka.frame.middleware import zone_of
from voronka.queries import company, spans
from voronka.queries.public_form import PublicPage, company_name
from voronka.rooms.entry.public_form import MARKS, TRAP, Public, seal

LANGUAGE: Final = "language"
View = Callable[..., HttpResponse]


def for_strangers(view: View) -> View:
    """A page for everybody: in a language that the company offers and the visitor reads, by the company's clock."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(language_of(request)), timezone.override(zone_of(company.zone())):
            try:
                return view(request, *args, **kwargs)
            except NotFound as missing:
                name = "no_consent" if missing.noun == "consent" else "closed"
                context = {"page": {"company": company_name()}}
                return render(request, f"entry/public/{name}.html", context, status=404)

    return shown


def language_of(request: HttpRequest) -> str:
    """As the address says, else as the browser or the person does, else the company's own."""
    offered = company.languages()
    typed = request.POST.get(LANGUAGE) or request.GET.get(LANGUAGE) or ""
    usual = (translation.get_language() or "")[:2]
    return next((one for one in (typed, usual) if one in offered), offered[0])


def sender(request: HttpRequest) -> str:
    """A keyed digest of the address behind the request; of IPv6 that of its network, which one house has.

    Empty where it is this machine's own: then a proxy stands before us that was not told of (VORONKA_PROXY), and all
    visitors would be taken for one.
    """
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (ValueError, PermissionDenied, ImproperlyConfigured):
        return ""
    if address.is_loopback:
        return ""
    known = ipaddress.ip_network(f"{address}/64", strict=False) if address.version == 6 else address
    return salted_hmac("voronka.entry.sender", str(known)).hexdigest()


def show(
    request: HttpRequest, page: PublicPage, form: Public, now: datetime, *, status: int = 200, note: str = ""
) -> HttpResponse:
    """The form as it stands, with a new seal."""
    typed = request.POST if request.method == "POST" else request.GET
    hidden = {name: typed.get(name, "")[:200] for name in (*MARKS, "channel")}
    hidden["referrer"] = (request.POST.get("referrer", "") or request.headers.get("Referer", ""))[:1000]
    context = {
        "page": page,
        "form": form,
        "trap": TRAP,
        "note": note,
        "seal": seal(page.process.key, now),
        "hidden": {name: value for name, value in hidden.items() if value},
        "language": translation.get_language(),
        "others": others(),
        "embedded": bool(typed.get("embed")),
        "within": within(page),
    }
    return framed(render(request, "entry/public/form.html", context, status=status), page)


def preview(request: HttpRequest, page: PublicPage, form: Public) -> HttpResponse:
    """The form as it would be seen, in the reader's own language; nothing can be sent."""
    context = {"page": page, "form": form, "preview": True, "within": within(page), "trap": TRAP}
    return render(request, "entry/public/form.html", context)


def framed(response: HttpResponse, page: PublicPage) -> HttpResponse:
    """Sites that the company has named may show the page in a frame."""
    response.frame_hosts = page.hosts  # type: ignore[attr-defined]
    return response


def others() -> list[tuple[str, str]]:
    """The other languages that the company offers, with their own names."""
    names = {"ru": "По-русски", "en": "In English"}
    return [(one, names[one]) for one in company.languages() if one != translation.get_language()]


def within(page: PublicPage) -> str:
    """The answer time that the passport promises."""
    span = page.process.entry.answer_within
    return spans.span(span) if span else ""


def blame(form: Public, wrong: Invalid, sealed: bool) -> tuple[int, str]:
    """Put what is wrong beside its fields; the status, and what is said above them.

    The seal is told of last: who has another thing to mend gets a new seal with the page that comes back.
    """
    codes = {one.code for one in wrong.problems}
    if "page_unsealed" in codes:
        return 422, unsealed(sealed)
    form.blame(wrong)
    return (429, "") if "too_often" in codes else (422, amiss())


def unsealed(sealed: bool) -> str:
    """What is said above a form whose seal is too old or of another page, or that came without one."""
    if sealed:
        return _("The page was open for too long. Look at what you wrote, and send it once more.")
    return _(
        "This did not come from the page of the form. Look at what is written here, and send it once more."
    )


def amiss() -> str:
    """What is said above a form of which some fields are marked."""
    return _("Something is missing or wrong: look at the marked fields. All that you wrote is here.")
