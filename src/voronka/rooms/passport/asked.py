"""Whose passport a request is about, and how links keep to it."""

from urllib.parse import urlencode

from django.http import HttpRequest

from voronka.frame.access import actor
from voronka.frame.processes import chosen
from voronka.queries.records import passports


def asked_process(request: HttpRequest) -> str | None:
    """A process that runs, or one that is drafted only; None is the first."""
    asked = request.POST.get("process") or request.GET.get("process") or ""
    drafted = asked and any(one.process == asked for one in passports.drafts(by=actor(request)))
    return asked if drafted else chosen(request)


def keeping(request: HttpRequest) -> str:
    """The end of an address that keeps to the process which this page's address names."""
    asked = request.GET.get("process", "")[:64]
    return "?" + urlencode({"process": asked}) if asked else ""
