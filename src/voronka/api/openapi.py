"""The API as a whole: how bodies are read, and a description that also tells every error and header."""

import json
from copy import deepcopy
from functools import cached_property
from typing import Any, NoReturn

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI, Swagger
from ninja.errors import ValidationError, ValidationErrorContext
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from voronka.api.bearer import READS
from voronka.api.problems import KINDS, MEDIA_TYPE

PREFIX = "/api/v1/"
OF_EVERY_OPERATION = ("unauthorized", "not-allowed", "not-found", "too-many")
OF_WRITING = ("unreadable", "stale", "too-large", "media-type", "refused", "invalid", "request-reused")
BY_THE_SITE = {"500": "Something broke on our side; nothing was half done"}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "The same request with the same key again changes nothing and gets the same answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"},
}
LANGUAGE = {
    "in": "header",
    "name": "Accept-Language",
    "required": False,
    "description": "The language of sentences, `ru` or `en`; without it that of the token’s person.",
    "schema": {"type": "string"},
}


class StrictParser(Parser):
    """JSON as RFC 8259 has it: UTF-8, no NaN, no halves of surrogate pairs, which no database keeps."""

    def parse_body(self, request: HttpRequest) -> Any:
        """What the body says; any exception is answered as unreadable."""
        data = json.loads(request.body.decode("utf-8"), parse_constant=_no_number)
        if b"\\u" in request.body:
            json.dumps(data, ensure_ascii=False).encode("utf-8")
        return data


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


class Letters(JSONRenderer):
    """JSON with letters as they are: shorter than their numbers, and a person can read it."""

    json_dumps_params = {"ensure_ascii": False}


class Page(Swagger):
    """The page where a person reads the description and tries it: all of it comes from this installation."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page; its settings are ours, nothing of the visitor's stands in it."""
        settings = {**self.settings, "url": PREFIX + "openapi.json", "defaultModelsExpandDepth": 0}
        return render(request, "api/docs.html", {"settings": settings})


class Api(NinjaAPI):
    """Ninja's API with our parser, and with errors in its description."""

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext]
    ) -> ValidationError:
        """Ninja drops what was sent; what a sentence has to say of it is kept: how long a text was, which moment."""
        sent = [one for context in error_contexts for one in context.pydantic_validation_error.errors()]
        wrong = super().validation_error_from_error_contexts(error_contexts)
        for entry, one in zip(wrong.errors, sent, strict=True):
            if one["type"] == "string_too_long":
                entry["ctx"] = {**entry["ctx"], "actual_length": len(one["input"])}
            elif one["type"] == "timezone_aware":
                entry["ctx"] = {"typed": str(one["input"])[:60]}
        return wrong

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The view's own name, so that generated clients read well."""
        return operation.view_func.__name__

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description; made once."""
        return self._schema

    @cached_property
    def _schema(self) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=PREFIX, path_params={})
        schema["components"]["schemas"].update(deepcopy(SCHEMAS))
        for path, operations in schema["paths"].items():
            for method, operation in operations.items():
                _complete(method.upper(), operation)
                if method != "get" and not path.startswith(PREFIX + "tokens"):  # a secret is never kept
                    operation["parameters"].append(KEY)
        return schema


def _complete(method: str, operation: dict[str, Any]) -> None:
    reads = method in READS
    guarded = bool(operation.get("security"))
    names = (*OF_EVERY_OPERATION, "invalid") if reads else (*OF_EVERY_OPERATION, "scope", *OF_WRITING)
    if guarded:
        operation["security"] = [{name: ["read" if reads else "write"] for name in operation["security"][0]}]
    operation.setdefault("parameters", []).append(LANGUAGE)
    titles: dict[str, list[str]] = {}
    for name in names if guarded else ("not-found",):
        titles.setdefault(str(KINDS[name].status), []).append(KINDS[name].title)
    for status, said in {**titles, **{code: [title] for code, title in BY_THE_SITE.items()}}.items():
        shape = {"422": "Refused", "409": "Stale"}.get(status, "Problem")
        content = {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{shape}"}}}
        operation["responses"][status] = {"description": "; ".join(said), "content": content}
    operation["responses"] = {str(code): one for code, one in operation["responses"].items()}


_TEXT: dict[str, Any] = {"type": "string"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_PROBLEM: dict[str, Any] = {
    "type": {"type": "string", "format": "uri-reference"},
    "title": _TEXT,
    "status": _WHOLE,
    "detail": _TEXT,
    "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Wrong"}},
}


def _object(description: str, properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "description": description, "properties": properties, "required": required}


SCHEMAS: dict[str, Any] = {
    "Problem": _object(
        "RFC 9457: what went wrong; `type` says which kind of problem.",
        _PROBLEM,
        ["type", "title", "status", "detail"],
    ),
    "Wrong": _object(
        "One thing that is wrong with what was sent.",
        {"field": _TEXT, "code": _TEXT, "sentence": _TEXT, "data": {"type": "object"}},
        ["field", "code", "sentence"],
    ),
    "Stale": _object(
        "The object has changed since `seen`; its `state_seq` is `current`.",
        {**_PROBLEM, "seen": _WHOLE, "current": _WHOLE},
        ["type", "title", "status", "detail", "seen", "current"],
    ),
    "Refused": _object(
        "A rule of the process said no (type …/refused, with `refused`), or what was sent can’t be taken "
        "(…/invalid, with `errors`), or the key belongs to another request (…/request-reused).",
        {
            **_PROBLEM,
            "refused": {"type": "array", "items": {"$ref": "#/components/schemas/Lacking"}},
            "noun": _TEXT,
            "key": _WHOLE,
            "seq": _WHOLE,
            "state_seq": _WHOLE,
            "stage": _TEXT,
            "state": _TEXT,
        },
        ["type", "title", "status", "detail"],
    ),
}
