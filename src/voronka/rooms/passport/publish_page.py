"""Publishing asks what becomes of the open deals: they stay with their versions, or go on by the new one."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from voronka.actions import migration
from voronka.actions import passport as verbs
from voronka.actions.jobs import ask_for_job
from voronka.core.problems import Invalid, NotFound, Stale
from voronka.frame.access import actor
from voronka.frame.processes import known, remember
from voronka.queries import words
from voronka.queries.passport import difference, moving
from voronka.queries.passport.difference import Side
from voronka.queries.records import passports
from voronka.rooms.passport.asked import asked_process

STAGE = "stage."


def asks(request: HttpRequest, process: str | None) -> bool:
    """Must publishing the draft ask first? Where open deals go by an earlier version."""
    try:
        return bool(moving.ways(by=actor(request), new="draft", process=process)[1])
    except (Invalid, NotFound):
        return False


def address(process: str) -> str:
    """Where the question about open deals is."""
    return f"{reverse('passport_publish')}?{urlencode({'process': process})}"


def show(request: HttpRequest, new: Side | None, *, problem: str = "", status: int = 200) -> HttpResponse:
    """What would be different, where the open deals stand, and where each stage leads."""
    by, process = actor(request), asked_process(request)
    try:
        version, found = moving.ways(by=by, new=new, stages=stages_of(request), process=process)
    except Invalid:
        return redirect("passport_draft")  # which says what is to be mended first
    draft = passports.draft(by=by, process=process) if new == "draft" else None
    changes = None
    if draft and draft.current:
        changes = difference.of_versions(by=by, old=draft.current, new="draft", process=process)
    lost = [way for way in found if way.frm not in {one.id for one in version.cycle.stages}]
    context = {
        "version": version,
        "draft": draft,
        "changes": changes,
        "ways": found,
        "count": sum(way.count for way in found),
        "lost": lost,
        "stay": request.POST.get("deals", "") == "stay",
        "stages": version.cycle.stages,
        "problem": problem,
        "process": version.key,
        "outdated": draft is not None and draft.base != draft.current,
        "area": "passport",
    }
    return render(request, "passport/publish.html", context, status=status)


def answer(request: HttpRequest, new: Side | None) -> HttpResponse:
    """A dry run, or the publishing itself, or only the migration."""
    stages = None if request.POST.get("deals") == "stay" else stages_of(request)
    try:
        if request.POST.get("do") == "try":
            return redirect("passport_job", key=_tried(request, new, stages or {}))
        if new == "draft":
            return _published(request, stages)
        key = migration.migrate_deals(
            stages=stages or {}, process=asked_process(request), by=actor(request), at=timezone.now()
        )
        return redirect("passport_job", key=key)
    except (Invalid, Stale) as wrong:
        status = 409 if isinstance(wrong, Stale) else 422
        return show(request, new, problem=words.trouble(wrong), status=status)


def stages_of(request: HttpRequest) -> dict[str, str]:
    """The map that the form sent; what is not chosen is left out."""
    given = {name: request.POST.get(name, "") for name in request.POST if name.startswith(STAGE)}
    return {name.removeprefix(STAGE)[:64]: to[:64] for name, to in given.items() if to}


def _tried(request: HttpRequest, new: Side | None, stages: Mapping[str, str]) -> Any:
    arguments = {
        "new": new,
        "stages": dict(stages),
        "process": asked_process(request),
        "seen": _number(request),
        "language": get_language(),
    }
    return ask_for_job(kind="moving", by=actor(request), at=timezone.now(), arguments=arguments)


def _published(request: HttpRequest, stages: Mapping[str, str] | None) -> HttpResponse:
    process = asked_process(request)
    try:
        made = verbs.publish_draft(
            process=process,
            seen=_number(request) or None,
            stages=stages,
            by=actor(request),
            at=timezone.now(),
            request=request.POST.get("request_id", "")[:100] or None,
        )
    except NotFound:
        messages.error(request, _("The draft was published or discarded meanwhile."))
        return redirect("passport_versions")
    messages.success(request, _("Version %(number)d holds from now on.") % {"number": made.key})
    known(fresh=True)
    remember(request, made.status)
    going = next(
        (one for one in moving.migrations(by=actor(request), process=made.status) if not one.ended_at), None
    )
    return redirect("passport_job", key=going.key) if going and stages is not None else redirect("passport")


def _number(request: HttpRequest) -> int:
    given = request.POST.get("seen", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0
