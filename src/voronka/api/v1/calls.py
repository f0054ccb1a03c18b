"""How an operation calls a verb: in the name of the token's holder, now, through the door `api`."""

import re
from collections.abc import Callable
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from voronka.actions.change import Outcome, once
from voronka.actions.people import Holder
from voronka.api import problems
from voronka.api.v1.shapes import Given
from voronka.core.access import Actor
from voronka.core.problems import Invalid, Problem
from voronka.queries import words

_KEY = re.compile(r"[!-~]{1,100}")
ADDRESSES = {
    "deal": "deals",
    "bulk": "deals/bulk",
    "inquiry": "inquiries",
    "submission": "inquiries/held",
    "company": "companies",
    "contact": "contacts",
    "file": "files",
    "import": "imports",
    "merge": "clients/merges",
    "passport": "passport/versions",
    "draft": "passport/draft",
    "person": "people",
    "team": "teams",
    "view": "views",
}


def holder(request: HttpRequest) -> Holder:
    """Whose token it is."""
    found: Holder = request.auth  # type: ignore[attr-defined]
    return found


def actor(request: HttpRequest) -> Actor:
    """The person as the rules know them."""
    return holder(request).actor


def request_key(request: HttpRequest) -> str | None:
    """The Idempotency-Key of the request; Invalid where it can't be one."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        raise Invalid(Problem("request_key", "Idempotency-Key"))
    return key


def do(
    request: HttpRequest,
    verb: Callable[..., Outcome],
    given: Given | None = None,
    *,
    status: int = 200,
    **named: Any,
) -> HttpResponse:
    """Call the verb with the body's fields; its outcome as an answer, or the refusal as a problem."""
    outcome = verb(
        **named,
        **(dict(given) if given is not None else {}),
        by=actor(request),
        at=timezone.now(),
        door="api",
        request=request_key(request),
    )
    if outcome.refused:
        return problems.refused(outcome)
    body = {
        "noun": outcome.noun,
        "key": outcome.key,
        "seq": outcome.seq,
        "state_seq": outcome.state_seq,
        "kinds": outcome.kinds,
        "stage": outcome.stage,
        "status": outcome.status,
        "remaining": [words.lack(one) for one in outcome.remaining],
        "passed": [words.lack(one) for one in outcome.passed],
        "repeated": outcome.repeated,
    }
    return _said(body, outcome, status)


def keep(
    request: HttpRequest,
    noun: str,
    save: Callable[[], int],
    command: object,
    *,
    status: int = 201,
    also: Callable[[int], dict[str, Any]] = lambda key: {},
) -> HttpResponse:
    """Save a plain noun, once for this Idempotency-Key; its key as an answer, and what `also` says of it."""
    outcome = once(
        lambda unit: Outcome(noun, save(), 0, 0),
        by=actor(request),
        at=timezone.now(),
        door="api",
        request=request_key(request),
        command=[noun, command],
    )
    body = {"noun": noun, "key": outcome.key, "repeated": outcome.repeated, **also(outcome.key)}
    return _said(body, outcome, status)


def ask(request: HttpRequest, make: Callable[[UUID | None], UUID]) -> HttpResponse:
    """Ask for a job, once for this Idempotency-Key; its key, and where to follow it."""
    sent = request_key(request)
    key = make(uuid5(NAMESPACE_URL, f"{actor(request).label}/{sent}") if sent else None)
    headers = {"Location": f"/api/v1/jobs/{key}"}
    return JsonResponse({"key": str(key)}, status=201, headers=headers)


def _said(body: dict[str, Any], outcome: Outcome, status: int) -> HttpResponse:
    # A draft has no number: a process has one, or none.
    place = f"/api/v1/{ADDRESSES[outcome.noun]}" + ("" if outcome.noun == "draft" else f"/{outcome.key}")
    headers = {"Location": place} if status == 201 else None
    return JsonResponse(body, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})
