"""A company's first passport, question by question: a template, ten answers that are rules at once, version 1."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.actions import drafts
from voronka.actions import passport as verbs
from voronka.core.problems import Invalid, NotFound, Stale
from voronka.core.questions import QUESTIONS, WORDS
from voronka.formats.passport import edit, plain
from voronka.frame.access import actor
from voronka.frame.navigation import ANSWER_TITLES
from voronka.queries import words
from voronka.queries.passport import drafted as queries
from voronka.queries.passport.drafted import Drafted
from voronka.queries.passport.templates import template
from voronka.rooms.passport.begin_forms import TemplateForm
from voronka.rooms.passport.edit_page import ASKS, Setting
from voronka.rooms.passport.forms.placing import told
from voronka.rooms.passport.hall_page import pieces

WHY: dict[str, str | Promise] = {
    "owner": gettext_lazy(
        "One person must answer for sales and gain by their result. Who sells alone stays where they are."
    ),
    "cycle": gettext_lazy(
        "While the steps have no names, success can’t be repeated and the weak spot can’t be found. "
        "Walk through the stages and make them yours."
    ),
    "entry": gettext_lazy(
        "A question is not yet a request. Agree on when selling begins, "
        "so as not to begin too early and to miss nobody."
    ),
    "closing": gettext_lazy(
        "A signed contract is no sale. The sale is done when the money is here and the project was accepted."
    ),
    "product": gettext_lazy(
        "What exactly comes out of sales, and by what does production see that it can be taken?"
    ),
    "resources": gettext_lazy(
        "People, services and tools without which sales stop. Write down the obvious ones too."
    ),
    "targets": gettext_lazy(
        "How much must come in a month, and how many deals must reach the next stage. The plan can be set later."
    ),
    "control": gettext_lazy("Sales that are let go of fall. Agree on when you look at them."),
    "neighbours": gettext_lazy(
        "Sales do not live alone: what do you give to marketing and production, and what do you get?"
    ),
    "documents": gettext_lazy(
        "Every stage should have its instruction. Begin with the list, the texts can be written later."
    ),
}
STEP = "begin_step"


def choose(request: HttpRequest) -> HttpResponse:
    """A template, and the draft begins; where one has begun, on to its next question."""
    draft = queries.drafted(by=actor(request))
    if draft.current:
        return redirect("passport")
    if draft.seq and "again" not in request.GET:
        step = request.session.get(STEP, 1)
        return redirect("begin_step", step) if step <= len(WORDS) else redirect("begin_ready")
    form = TemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _begin(request, draft, form.cleaned_data)
        except (Invalid, Stale) as wrong:
            form.add_error(None, words.trouble(wrong))
        else:
            request.session[STEP] = 1
            return redirect("begin_step", 1)
    context = {"form": form, "draft": draft, "area": "passport"}
    return render(request, "passport/begin/choose.html", context, status=422 if form.errors else 200)


def _begin(request: HttpRequest, draft: Drafted, asked: dict[str, Any]) -> None:
    text = template(asked["template"]).text
    was = str(plain(text)["currency"])
    text = edit(text, "currency", asked["currency"]).replace(
        f"{was.lower()}(", f"{asked['currency'].lower()}("
    )
    if asked["title"]:
        text = edit(text, "title", asked["title"])
    who: dict[str, Any] = {"by": actor(request), "at": timezone.now()}
    if draft.seq:
        drafts.discard_draft(process=draft.process, seen=draft.seq, **who)
    drafts.begin_draft(process=str(plain(text)["process"]), text=text, **who)


def begun(request: HttpRequest) -> bool:
    """Is there a draft of a first version?"""
    draft = queries.drafted(by=actor(request))
    return draft.seq > 0 and not draft.current


def setting(request: HttpRequest, number: int) -> Setting:
    """The form of a question on the way through the ten."""
    word = WORDS[number - 1]

    def then(text: str) -> HttpResponse:
        request.session[STEP] = number + 1
        rule = " ".join(
            piece.text for line in queries.said(text, word, timezone.localdate()) for piece in line
        )
        messages.success(
            request, _("Now it is a rule: %(rule)s") % {"rule": rule} if rule else _("Written down.")
        )
        return redirect("begin_step", number + 1) if number < len(WORDS) else redirect("begin_ready")

    return Setting(
        reverse("begin_step", args=[number]),
        "passport/begin/step.html",
        then,
        _("Agreed, next question") if number < len(WORDS) else _("Agreed, look at the whole"),
        lambda draft: _around(request, number, word, draft),
    )


def _around(request: HttpRequest, number: int, word: str, draft: Drafted) -> dict[str, Any]:
    _agreed, becomes = queries.sides(draft, word, timezone.localdate())
    return {
        "title": ANSWER_TITLES[word],
        "asks": ASKS[word],
        "why": WHY[word],
        "number": number,
        "steps": [
            {"number": one.number, "title": ANSWER_TITLES[one.word], "now": one.number == number}
            for one in QUESTIONS
        ],
        "rule": None if becomes is None else [pieces(line, actor(request)) for line in becomes],
        "draft": draft,
        "area": "passport",
    }


def ready(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    """The ten rules on one page, and the one action that makes them hold."""
    draft = queries.drafted(by=actor(request))
    if draft.current:
        return redirect("passport")
    if not draft.seq:
        return redirect("begin")
    rules = []
    for one in QUESTIONS:
        found = draft.findings(one.word)
        _agreed, becomes = queries.sides(draft, one.word, timezone.localdate())
        rules.append(
            {
                "number": one.number,
                "title": ANSWER_TITLES[one.word],
                "lines": [pieces(line, actor(request)) for line in becomes or ()],
                "wrong": [told(each) for each in found if each.grade == "error"],
            }
        )
    context = {"draft": draft, "rules": rules, "problem": problem, "area": "passport"}
    return render(request, "passport/begin/ready.html", context, status=status)


def publish(request: HttpRequest) -> HttpResponse:
    """Version 1 holds, and the board is there."""
    seen = request.POST.get("seen", "")
    try:
        verbs.publish_draft(
            process=queries.drafted(by=actor(request)).process,
            seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
            by=actor(request),
            at=timezone.now(),
            request=request.POST.get("request_id", "")[:100] or None,
        )
    except (Invalid, Stale, NotFound) as wrong:
        return ready(request, words.trouble(wrong), 422 if isinstance(wrong, Invalid) else 409)
    request.session.pop(STEP, None)
    messages.success(request, _("Version 1 holds from now on. Write down the first inquiry."))
    return redirect("board")
