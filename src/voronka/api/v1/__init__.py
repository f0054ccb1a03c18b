"""Version 1 of the API, put together: /api/v1, its description at openapi.json, its page at docs."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from voronka.api import problems
from voronka.api.bearer import Bearer, ScopeNeeded, Throttle
from voronka.api.openapi import Api, Letters, Page, StrictParser
from voronka.api.v1 import (
    bulk,
    clients,
    closing,
    company,
    cycle,
    entry,
    exports,
    figures,
    files,
    find,
    imports,
    jobs,
    log,
    paper,
    passport,
    people,
    public_form,
    saved_views,
    teams,
)

DESCRIPTION = """\
The same verbs as the pages and the command line. Money is in minor units (kopecks) beside its currency, times
are ISO 8601 in UTC; one that is sent names its zone. Lists are read page by page: send `next` back as `cursor`.
A request with an `Idempotency-Key` may be sent again without harm. Errors are problem+json (RFC 9457); when a
rule of the process says no, the answer is 422 with what is missing in `refused`."""

throttle = Throttle()
api = Api(
    title="Voronka",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs=Page(),
    docs_url="/docs",
    auth=Bearer(),
    throttle=throttle,
    parser=StrictParser(),
    renderer=Letters(),
)
problems.handle_all(api)
api.add_exception_handler(ScopeNeeded, lambda request, error: problems.answer("scope"))
for _place, _router in {
    "/deals/bulk": bulk.router,
    "/deals": cycle.router,
    "/inquiries": entry.router,
    "/form": public_form.router,
    "/companies": clients.companies,
    "/contacts": clients.contacts,
    "/clients": clients.doubles,
    "/files": files.router,
    "/jobs": jobs.router,
    "/passport": passport.router,
    "/exports": exports.router,
    "/imports": imports.router,
    "/figures": figures.router,
    "/events": log.router,
    "/search": find.router,
    "/me": people.me,
    "/people": people.company,
    "/company": company.router,
    "/teams": teams.router,
    "/views": saved_views.router,
    "/tokens": people.tokens,
}.items():
    api.add_router(_place, _router)
api.add_router("/deals", closing.router)
api.add_router("/inquiries", public_form.held)
api.add_router("/passport", paper.router)


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A type of problem, explained."""

    type: str
    title: str
    status: int
    detail: str


@api.get(
    "/problems/{name}", auth=None, throttle=[], response=ProblemType, summary="What a type of problem means"
)
def get_problem_type(request: HttpRequest, name: str) -> dict[str, Any]:
    kind = problems.KINDS.get(name)
    if kind is None:
        raise Http404
    return {
        "type": problems.ADDRESS + name,
        "title": _(kind.title),
        "status": kind.status,
        "detail": _(kind.detail),
    }
