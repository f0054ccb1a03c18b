"""The versions of a process: what held when, what one says otherwise than another, an earlier one brought back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from voronka.actions import drafts
from voronka.core import access
from voronka.core.problems import Invalid, NotFound, Stale
from voronka.frame.access import actor
from voronka.frame.processes import chosen
from voronka.queries import words
from voronka.queries.passport import difference, moving
from voronka.queries.questions import ANSWER_TITLES
from voronka.queries.records import passports
from voronka.queries.records.passports import DraftRecord


def context(request: HttpRequest) -> dict[str, Any]:
    """What the page of versions shows."""
    by, process = actor(request), chosen(request)
    records = passports.versions(by=by, process=process)
    draft = draft_of(request)
    names = passports.people_named(
        [one.published_by for one in records] + ([draft.saved_by] if draft else [])
    )
    return {
        "versions": [{"row": one, "by": names.get(one.published_by, "")} for one in records],
        "draft": draft,
        "draft_by": names.get(draft.saved_by, "") if draft else "",
        "migrations": moving.migrations(by=by, process=process),
        "behind": sum(way.count for way in moving.ways(by=by, process=process)[1])
        if access.may(by, "passport.publish")
        else 0,
        "may_draft": access.may(by, "passport.draft"),
        "area": "passport",
    }


def draft_of(request: HttpRequest) -> DraftRecord | None:
    """The draft of the process, for those who may see it."""
    if not access.may(actor(request), "passport.draft"):
        return None
    try:
        return passports.draft(by=actor(request), process=chosen(request))
    except NotFound:
        return None


def compare(request: HttpRequest) -> HttpResponse:
    """Two versions beside each other; without a choice the draft, or the last one, against the one before."""
    by, process = actor(request), chosen(request)
    records, draft = passports.versions(by=by, process=process), draft_of(request)
    numbers = [one.number for one in records]
    new: difference.Side = _side(request, "new") or ("draft" if draft else numbers[0])
    old: difference.Side = _side(request, "old") or _before(new, numbers)
    found, problem = None, ""
    try:
        found = difference.of_versions(by=by, old=old, new=new, process=process)
    except Invalid as wrong:
        problem = words.trouble(wrong)
    groups = [
        {"title": ANSWER_TITLES.get(one.word, _("The passport as a whole")), "changes": one.changes}
        for one in (found.groups if found else ())
    ]
    context = {
        "groups": groups,
        "found": found,
        "problem": problem,
        "old": _choices(numbers, draft, old),
        "new": _choices(numbers, draft, new),
        "process": chosen(request) or "",
        "of_draft": new == "draft",
        "area": "passport",
    }
    return render(request, "passport/difference.html", context, status=422 if problem else 200)


def bring_back(request: HttpRequest, number: int) -> HttpResponse:
    """Begin a draft with this version's text; where there is a draft already, it is not written over."""
    try:
        made = drafts.begin_draft(process=chosen(request), base=number, by=actor(request), at=timezone.now())
    except Stale:
        messages.error(
            request,
            _("There is a draft already: publish or discard it before another version is brought back."),
        )
        return redirect("passport_versions")
    current = passports.version(by=actor(request), process=made.status).version.number
    draft = passports.draft(by=actor(request), process=made.status)
    # It is meant to take the place of what holds now.
    drafts.save_draft(
        process=made.status,
        text=draft.text,
        seen=made.seq,
        base=current,
        by=actor(request),
        at=timezone.now(),
    )
    messages.success(
        request,
        _("The text of version %(number)d is the draft now: publish it to bring it back.")
        % {"number": number},
    )
    return redirect(f"{reverse('passport_difference')}?old={current}&new=draft&process={made.status}")


def _side(request: HttpRequest, name: str) -> difference.Side | None:
    given = request.GET.get(name, "")
    if given == "draft":
        return "draft"
    return int(given) if given.isdecimal() and len(given) < 10 else None


def _before(new: difference.Side, numbers: list[int]) -> int:
    earlier = numbers if new == "draft" else [one for one in numbers if one < new]
    return earlier[0] if earlier else numbers[-1]


def _choices(numbers: list[int], draft: DraftRecord | None, now: difference.Side) -> list[dict[str, Any]]:
    found = [{"value": str(one), "title": _("version %(number)d") % {"number": one}} for one in numbers]
    if draft:
        found.insert(0, {"value": "draft", "title": _("the draft")})
    return [{**one, "chosen": one["value"] == str(now)} for one in found]
