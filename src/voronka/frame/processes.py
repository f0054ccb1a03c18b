"""Which process a page is of, where a company has several: the address says it, and each person's last one is kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from voronka.core.problems import NotFound
from voronka.frame.access import from_script
from voronka.queries.records.passports import ProcessName, processes

View = Callable[..., HttpResponseBase]
KEPT = "processes"
FRESH = 10
"""Seconds for which the names of processes are kept: a page need not ask for them each time."""


def known(*, fresh: bool = False) -> tuple[ProcessName, ...]:
    """The published processes of the company, the first one first."""
    found: tuple[ProcessName, ...] | None = None if fresh else cache.get(KEPT)
    if found is None:
        found = processes()
        cache.set(KEPT, found, FRESH)
    return found


def chosen(request: HttpRequest) -> str | None:
    """The process that the request is of: as its address or form says, else the person's last one.

    None, which means the first, where the company has only one. NotFound for a process that is not there.
    """
    asked = request.GET.get("process") or request.POST.get("process") or ""
    if asked:
        if asked not in _keys() and asked not in _keys(fresh=True):
            raise NotFound("process", asked[:64])
        return asked
    kept = request.session.get("process") if len(known()) > 1 else None
    return kept if kept in _keys() else None


def shown(request: HttpRequest) -> ProcessName | None:
    """The process that the request is of, to be named where there are several; None where there is only one."""
    several, key = known(), chosen(request)
    return next((one for one in several if one.key == key), several[0]) if len(several) > 1 else None


def remember(request: HttpRequest, process: str) -> None:
    """The person works on this process now."""
    if len(known()) > 1 and request.session.get("process") != process:
        request.session["process"] = process


def of_one_process(view: View) -> View:
    """A page of one process: where there are several, its address says which one, and its head offers the others."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        several = known()
        if len(several) > 1:
            process = chosen(request) or several[0].key
            if request.method == "GET" and not from_script(request) and not request.GET.get("process"):
                query = request.GET.copy()
                query["process"] = process
                return redirect(f"{request.path}?{query.urlencode()}")
            remember(request, process)
            request.process_choices = [  # type: ignore[attr-defined]
                {"key": one.key, "title": one.title, "current": one.key == process} for one in several
            ]
        return view(request, *args, **kwargs)

    return asked


def _keys(*, fresh: bool = False) -> set[str]:
    return {one.key for one in known(fresh=fresh)}
