"""Answers that faces give when something was done or not: to a script a short one, to a browser a page."""

import json
from collections.abc import Iterable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from voronka.core.decision import Unmet
from voronka.frame.access import from_script
from voronka.queries import words

UNDO: Final = "undo:"
"""Before the address that undoes what a message tells: the message outlives the page that it was made on."""


def done(
    request: HttpRequest,
    toast: str,
    *,
    to: str,
    undo: str = "",
    topics: Iterable[str] = (),
    go: bool = False,
    link: tuple[str, str] | None = None,
) -> HttpResponse:
    """It was done: a toast with its undo, the parts of the page to be fetched again, or with `go` another page.

    `link` is an address and its words, in the toast.
    """
    tags = UNDO + undo if undo else ""
    if not from_script(request):
        if toast:
            messages.success(request, toast, extra_tags=tags)
        return redirect(to)
    if go:
        messages.success(request, toast, extra_tags=tags)
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    told: dict[str, Any] = {"toast": toast, "topics": list(topics)}
    if undo:
        told["undo"] = undo
    if link:
        told["link"] = link
    # A header carries ASCII only; json writes the rest as \\u escapes.
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"voronka:done": told})})


def not_done(request: HttpRequest, refused: Iterable[Unmet], *, to: str) -> HttpResponse:
    """A rule refused what a single button asked: a toast says why."""
    said = " ".join(words.refusal(one) for one in refused)
    if not from_script(request):
        messages.error(request, said)
        return redirect(to)
    told = json.dumps({"voronka:done": {"toast": said, "bad": True}})
    return HttpResponse(status=422, headers={"HX-Trigger": told, "HX-Reswap": "none"})


def door(
    request: HttpRequest, body: str, context: dict[str, Any], *, status: int = 200, area: str = ""
) -> HttpResponse:
    """A decision with its form: in a dialog for a script, as a page of its own for a browser.

    `context` has `title`, and what the template `body` needs.
    """
    filled = {"area": area, "body": body, **context}
    template = "parts/_dialog.html" if from_script(request) else "door.html"
    return render(request, template, filled, status=status)
