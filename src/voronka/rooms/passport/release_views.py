"""Pages on the way from a draft to a version that deals go by: trying it, publishing it, leading deals over."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.core import access
from voronka.frame.access import actor, signed_in
from voronka.rooms.passport import job_page, publish_page


@require_http_methods(["GET", "POST"])
@signed_in
def publish(request: HttpRequest) -> HttpResponse:
    """Publish the draft, and say what becomes of the open deals."""
    access.require(actor(request), "passport.publish")
    return (
        publish_page.answer(request, "draft")
        if request.method == "POST"
        else publish_page.show(request, "draft")
    )


@require_http_methods(["GET", "POST"])
@signed_in
def migrate(request: HttpRequest) -> HttpResponse:
    """Lead the open deals to the version that holds."""
    access.require(actor(request), "passport.publish")
    return (
        publish_page.answer(request, None) if request.method == "POST" else publish_page.show(request, None)
    )


@require_POST
@signed_in
def dry_run(request: HttpRequest) -> HttpResponse:
    """Try the draft on past deals."""
    access.require(actor(request), "passport.draft")
    return job_page.ask(request)


@require_GET
@signed_in
def job(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far it is, and what came of it."""
    return job_page.show(request, key)
