"""The draft as a whole: which of the ten answers it changes and how, what is wrong with it, and publishing it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from voronka.actions import drafts
from voronka.actions import passport as verbs
from voronka.core import access
from voronka.core.problems import Invalid, NotFound, Stale
from voronka.core.questions import QUESTIONS, WORDS
from voronka.frame.access import actor
from voronka.frame.navigation import address
from voronka.queries import words
from voronka.queries.passport import checks, findings
from voronka.queries.passport import drafted as queries
from voronka.queries.passport.difference import Said
from voronka.queries.passport.drafted import Drafted
from voronka.queries.questions import ANSWER_TITLES
from voronka.rooms.passport import publish_page
from voronka.rooms.passport.asked import asked_process, keeping
from voronka.rooms.passport.forms.placing import told
from voronka.rooms.passport.hall_page import pieces


def show(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    """The ten questions with what becomes of them."""
    draft = queries.drafted(by=actor(request), process=asked_process(request))
    general = [one for one in draft.reading.findings if findings.word(one) not in WORDS]
    told_apart = queries.differences(draft)
    context = {
        "draft": draft,
        "questions": [
            _question(request, one.number, one.word, draft, told_apart.get(one.word, ())) for one in QUESTIONS
        ],
        "head": told_apart.get("", ()),
        "general": [checks.said(one) for one in general],
        "gaps": len(draft.reading.gaps),
        "problem": problem,
        "may_publish": access.may(actor(request), "passport.publish"),
        "action": request.path + keeping(request),
        "query": keeping(request),
        "area": "passport",
    }
    return render(request, "passport/draft.html", context, status=status)


def answer(request: HttpRequest) -> HttpResponse:
    """Publish the draft, or throw it away."""
    seen = request.POST.get("seen", "")
    who: dict[str, Any] = {
        "process": asked_process(request),
        "seen": int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
        "by": actor(request),
        "at": timezone.now(),
        "request": request.POST.get("request_id", "")[:100] or None,
    }
    try:
        if request.POST.get("do") == "discard":
            drafts.discard_draft(**who)
            messages.success(request, _("The draft is discarded."))
            return redirect("passport")
        if publish_page.asks(request, who["process"]):
            return redirect(publish_page.address(who["process"] or request.POST.get("process", "")))
        made = verbs.publish_draft(**who)
    except (Invalid, Stale, NotFound) as wrong:
        return show(request, words.trouble(wrong), 422 if isinstance(wrong, Invalid) else 409)
    messages.success(request, _("Version %(number)d holds from now on.") % {"number": made.key})
    return redirect("passport")


MOST = 8
"""So many changes of an answer are told here; the difference tells all."""


def _question(
    request: HttpRequest, number: int, word: str, draft: Drafted, changes: Sequence[Said]
) -> dict[str, Any]:
    found = draft.findings(word)
    wrong = [told(one) for one in found if one.grade == "error"]
    agreed, becomes = queries.sides(draft, word, timezone.localdate())
    return {
        "number": number,
        "word": word,
        "title": ANSWER_TITLES[word],
        "url": address("passport_edit", word) + keeping(request),
        "state": "wrong" if wrong else "changed" if word in draft.changed else "same",
        "wrong": wrong,
        "open": [told(one) for one in found if one.grade == "gap"],
        "changes": changes[:MOST],
        "more": max(0, len(changes) - MOST),
        "agreed": [pieces(line, actor(request)) for line in agreed],
        "drafted": None if becomes is None else [pieces(line, actor(request)) for line in becomes],
    }
