"""What went wrong, as RFC 9457 problem+json: every error of the API has one of these types."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from voronka.actions.change import Outcome
from voronka.core.merging import Changed
from voronka.core.problems import (
    Invalid,
    NotAllowed,
    NotFound,
    Problem,
    RequestReused,
    Stale,
)
from voronka.queries import words

ADDRESS = "/api/v1/problems/"
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of problem: its HTTP status, what happened, and what to do."""

    status: int
    title: str
    detail: str


KINDS = {
    "unreadable": Kind(400, N_("The request can’t be read"), N_("Send JSON in UTF-8.")),
    "unauthorized": Kind(
        401, N_("Who is asking?"), N_("Send a token that is valid: Authorization: Bearer vrk_…")
    ),
    "scope": Kind(403, N_("The token may only read"), N_("Make a token that may also write.")),
    "not-allowed": Kind(
        403,
        N_("You may not do this"),
        N_("Your role does not allow this. Ask the head of sales or the owner."),
    ),
    "not-found": Kind(404, N_("There is nothing at this address"), N_("There is no such thing.")),
    "method": Kind(
        405, N_("The address does not know this method"), N_("The header Allow names those it knows.")
    ),
    "stale": Kind(
        409,
        N_("An older state was seen"),
        N_("Somebody has changed this in the meantime: look at it again."),
    ),
    "too-large": Kind(413, N_("This is too large"), N_("Send a smaller file or divide it into parts.")),
    "media-type": Kind(
        415,
        N_("The content is of another type"),
        N_(
            "Send application/json, and files as multipart/form-data;"
            " a file to import also as the body itself, with its own type: text/csv."
        ),
    ),
    "refused": Kind(422, N_("A rule of the process refused"), N_("What is missing stands in `refused`.")),
    "invalid": Kind(422, N_("What was entered can’t be taken"), N_("What is wrong stands in `errors`.")),
    "request-reused": Kind(
        422,
        N_("The key belongs to another request"),
        N_("This key was already used for another request: take a new one."),
    ),
    "too-many": Kind(
        429, N_("Too many requests"), N_("Wait for as many seconds as the header Retry-After says.")
    ),
}
"""Every type of problem by the last word of its address."""


def answer(
    name: str, detail: str = "", *, headers: dict[str, str] | None = None, **more: Any
) -> HttpResponse:
    """The problem of this type as an answer; `more` are members of its own."""
    kind = KINDS[name]
    body = {
        "type": ADDRESS + name,
        "title": _(kind.title),
        "status": kind.status,
        "detail": detail or _(kind.detail),
        **more,
    }
    text = json.dumps(body, ensure_ascii=False, default=str)
    response = HttpResponse(text, status=kind.status, content_type=MEDIA_TYPE, headers=headers)
    # A refusal is the daily business of a process: Django need not warn the operator of it.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def refused(outcome: Outcome) -> HttpResponse:
    """A rule said no: the same data and words as on the page and in the command line."""
    missing = [words.lack(one) for one in outcome.refused]
    sentences = " ".join(one["sentence"] for one in missing)
    place = {name: getattr(outcome, name) for name in ("noun", "key", "seq", "state_seq", "stage", "status")}
    del place["status"]
    return answer("refused", sentences, refused=missing, state=outcome.status, **place)


def _invalid(request: HttpRequest, error: Invalid) -> HttpResponse:
    problems = error.problems
    name = "too-large" if any(one.code == "file_too_large" for one in problems) else "invalid"
    return answer(name, _told(problems), errors=[_entry(one) for one in problems])


def _told(problems: Sequence[Problem]) -> str:
    """Every sentence once, behind the fields of which it is said: for whoever reads the detail alone."""
    fields: dict[str, list[str]] = {}
    for one in problems:
        fields.setdefault(words.problem(one), []).append(one.field)
    return " ".join(
        f"{', '.join(dict.fromkeys(filter(None, where)))}: {sentence}" if any(where) else sentence
        for sentence, where in fields.items()
    )


def _entry(problem: Problem) -> dict[str, Any]:
    return {
        "field": problem.field,
        "code": problem.code,
        "sentence": words.problem(problem),
        "data": dict(problem.data),
    }


def _shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The body or the query has another shape than the schema; a key that can't be one is simply not there."""
    if any(one["loc"][0] == "path" for one in error.errors):
        return answer("not-found")
    if any(one["type"] == "missing" and one["loc"] == ("body", "given") for one in error.errors):
        return answer("unreadable")  # there is no body at all
    problems = [_problem_of(one) for one in error.errors]
    return answer("invalid", _told(problems), errors=[_entry(one) for one in problems])


def _problem_of(error: dict[str, Any]) -> Problem:
    place = [str(part) for part in error["loc"][1:]]
    field = ".".join(place[1:] if error["loc"][0] == "body" and place[:1] == ["given"] else place)
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return Problem("required", field)
        case "extra_forbidden":
            return Problem("unknown_field", field)
        case "string_too_long":
            return Problem(
                "too_long", field, {"limit": context["max_length"], "length": context["actual_length"]}
            )
        case "too_long":
            return Problem(
                "too_many", field, {"limit": context["max_length"], "count": context["actual_length"]}
            )
        case "timezone_aware":
            return Problem("moment_without_zone", field, {"typed": context["typed"]})
        case "greater_than_equal" | "greater_than":
            return Problem("number_small", field, {"limit": context.get("ge", context.get("gt"))})
        case "less_than_equal" | "less_than":
            return Problem("number_large", field, {"limit": context.get("le", context.get("lt"))})
        case other:
            return Problem("wrong_type", field, {"need": other})


def _not_found(request: HttpRequest, error: NotFound) -> HttpResponse:
    return answer("not-found", words.trouble(error), noun=error.noun)


def _plain(name: str, request: HttpRequest, error: Exception) -> HttpResponse:
    return answer(name)


def _stale(request: HttpRequest, error: Stale) -> HttpResponse:
    if isinstance(error, Changed):
        return answer("stale", words.trouble(error), changed=list(error.fields))
    return answer("stale", seen=error.seen, current=error.current)


def _not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    return answer("not-allowed", right=error.verb)


def _unauthorized(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return answer("unauthorized", headers={"WWW-Authenticate": "Bearer"})


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return answer("too-large" if isinstance(error.__cause__, RequestDataTooBig) else "unreadable")


def handle_all(api: NinjaAPI) -> None:
    """Make the API answer every error as a problem; what nobody foresaw goes on to the site's own handler."""
    api.add_exception_handler(Invalid, _invalid)
    api.add_exception_handler(ValidationError, _shape)
    api.add_exception_handler(NotFound, _not_found)
    api.add_exception_handler(NotAllowed, _not_allowed)
    api.add_exception_handler(Stale, _stale)
    api.add_exception_handler(RequestReused, partial(_plain, "request-reused"))
    api.add_exception_handler(AuthenticationError, _unauthorized)
    api.add_exception_handler(Throttled, partial(_plain, "too-many"))
    api.add_exception_handler(RequestDataTooBig, partial(_plain, "too-large"))
    api.add_exception_handler(Http404, partial(_plain, "not-found"))
    api.add_exception_handler(HttpError, _http)
