"""Long work on the passport: how far it is, and what came of it, with the deals behind each number."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from voronka.actions.jobs import ask_for_job
from voronka.core.problems import NotFound
from voronka.frame.access import actor, from_script
from voronka.queries import jobs
from voronka.queries.jobs import JobState
from voronka.queries.passport import rehearsal
from voronka.queries.records import passports
from voronka.rooms.passport.asked import asked_process

TITLES: dict[str, str | Promise] = {
    "rehearsal": _("The draft on past deals"),
    "moving": _("What becomes of the open deals"),
    "migrate": _("Open deals go on by the new version"),
}
WORKS: dict[str, str | Promise] = {
    "rehearsal": _("Every past deal is led through the draft, move by move."),
    "moving": _("Every open deal is looked at; nothing is changed."),
    "migrate": _("The deals go over by and by; work may go on meanwhile."),
}


def ask(request: HttpRequest) -> HttpResponse:
    """Try the draft on the past; the page of the job."""
    arguments = {"process": asked_process(request), "language": get_language()}
    key = ask_for_job(kind="rehearsal", by=actor(request), at=timezone.now(), arguments=arguments)
    return redirect("passport_job", key=key)


def show(request: HttpRequest, key: UUID) -> HttpResponse:
    """The job; asked for by a script, only its inside."""
    job = jobs.job(key=key, by=actor(request))
    if job.kind not in TITLES:
        raise Http404
    context = {
        "job": job,
        "title": TITLES[job.kind],
        "works": WORKS[job.kind],
        "found": job.outcome,
        "behind": _behind(request, job),
        "changed": _changed(request, job),
        "area": "passport",
    }
    return render(request, "passport/_job.html" if from_script(request) else "passport/job.html", context)


def _behind(request: HttpRequest, job: JobState) -> dict[str, Any] | None:
    """The deals behind the number that was asked for: `stopped.0`, `elsewhere.2`, `lacking.1`."""
    name, _dot, place = request.GET.get("behind", "").partition(".")
    rows: Any = job.outcome.get(name)
    if name not in ("stopped", "elsewhere", "lacking") or not isinstance(rows, list):
        return None
    if not place.isdecimal() or len(place) > 5 or int(place) >= len(rows):
        return None
    row = rows[int(place)]
    keys = tuple(row.get("keys") or row.get("deals") or ())
    count = row["count"] if name == "lacking" else row["deals"]
    deals = rehearsal.named(by=actor(request), keys=keys)
    title = row.get("sentence") or f"{row['stands_title']} → {row['would_title']}"
    if name == "stopped":
        title = f"{row['stage_title']}: {title}"
    return {"of": name, "title": title, "deals": deals, "rest": max(count - len(keys), 0)}


def _changed(request: HttpRequest, job: JobState) -> bool:
    """Has the draft been saved since it was tried?"""
    seq = job.outcome.get("seq")
    if job.kind != "rehearsal" or not seq:
        return False
    try:
        return passports.draft(by=actor(request), process=str(job.outcome["process"])).seq != seq
    except NotFound:
        return True
