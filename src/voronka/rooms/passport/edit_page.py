"""One question in a form: filled from the draft (or from what holds), checked as a whole, saved into the draft."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.actions import drafts
from voronka.core.problems import Invalid, NotFound, Stale
from voronka.formats.passport import Unreadable, edit
from voronka.frame.access import actor, from_script
from voronka.frame.navigation import address
from voronka.queries import words
from voronka.queries.passport import drafted as queries
from voronka.queries.passport.drafted import Drafted
from voronka.queries.questions import ANSWER_TITLES
from voronka.rooms.passport.asked import asked_process, keeping
from voronka.rooms.passport.forms.kinds import About
from voronka.rooms.passport.forms.placing import place
from voronka.rooms.passport.forms.questions import FORMS, form_of
from voronka.rooms.passport.hall_page import pieces
from voronka.rooms.passport.question_page import beside

ASKS: dict[str, str | Promise] = {
    "owner": gettext_lazy("Who answers for sales, and what does each of us have of it?"),
    "cycle": gettext_lazy("Which steps does every sale go through, and what must be true to go on?"),
    "entry": gettext_lazy("When do we begin to sell, and when only answer?"),
    "closing": gettext_lazy("When is a sale done?"),
    "product": gettext_lazy("What do sales produce, and by what is it accepted?"),
    "resources": gettext_lazy("Which people, services and tools do sales rest on?"),
    "targets": gettext_lazy("Which numbers must sales reach?"),
    "control": gettext_lazy("How do we see to it that sales do not run on their own?"),
    "neighbours": gettext_lazy("What do we give to other processes, and what do we get?"),
    "documents": gettext_lazy("Which instructions and regulations does everybody go by?"),
}
FIRST = "sales"
"""What the process of a company without a passport is called."""
AGAIN = 3
"""Times that an answer is put into a draft that others are saving at the same moment."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the form stands: its address, the page around it, where it leads, what its button says."""

    action: str
    template: str
    then: Callable[[str], HttpResponse]
    button: str
    around: Callable[[Drafted], dict[str, Any]]


def of_question(request: HttpRequest, word: str) -> Setting:
    """By itself: saved, it is shown again."""
    query = keeping(request)

    def then(text: str) -> HttpResponse:
        messages.success(request, _("It is in the draft. Nobody works by it until it is published."))
        return redirect(f"{request.path}{query}{'&' if query else '?'}saved=1")

    return Setting(
        request.path + query,
        "passport/edit.html",
        then,
        _("Save into the draft"),
        lambda draft: around(request, word, draft),
    )


def show(request: HttpRequest, word: str, setting: Setting) -> HttpResponse:
    """The form, filled from the draft."""
    draft = queries.drafted(by=actor(request), process=asked_process(request))
    try:
        answers = draft.plain()
    except Unreadable:
        return render(
            request, "passport/edit_unreadable.html", {"draft": draft, **_titles(request, word)}, status=409
        )
    return page(request, word, setting, draft, answers, answers.get(word))


def answer(request: HttpRequest, word: str, setting: Setting) -> HttpResponse:
    """Save the answer, or show the form with a line added, removed, moved."""
    for left in reversed(range(AGAIN)):
        try:
            return _answered(request, word, setting)
        except (Stale, NotFound):
            # Somebody saved another answer at this very moment: ours is put into theirs.
            if not left:
                raise
    raise AssertionError("unreachable")


def _answered(request: HttpRequest, word: str, setting: Setting) -> HttpResponse:
    draft = queries.drafted(by=actor(request), process=asked_process(request))
    try:
        answers = draft.plain()
    except Unreadable:
        return show(request, word, setting)
    verb, _colon, rest = request.POST.get("do", "save").partition(":")
    if verb != "save":
        name, _colon, token = rest.partition(":")
        about = replace(about_of(answers), op=(verb, name, token), whole=True)
        typed = FORMS[word].typed(request.POST, word, answers.get(word), about)
        return page(request, word, setting, draft, answers, typed, seen=request.POST.get("seen", ""))
    typed = FORMS[word].typed(request.POST, word, answers.get(word), about_of(answers))
    return save(request, word, setting, draft, answers, typed)


def save(
    request: HttpRequest, word: str, setting: Setting, draft: Drafted, answers: dict[str, Any], typed: Any
) -> HttpResponse:
    """Into the draft, unless the answer is wrong or somebody has answered otherwise meanwhile."""
    now = answers.get(word)
    if request.POST.get("seen", "") != stamp(now) and typed != now:
        theirs = [
            pieces(line, actor(request)) for line in queries.said(draft.text, word, timezone.localdate())
        ]
        who = draft.saved_by or _("Somebody")
        said = _("%(who)s has changed this answer meanwhile. Yours is below and not saved yet.") % {
            "who": who
        }
        return page(request, word, setting, draft, answers, typed, problem=said, theirs=theirs, status=409)
    text = edit(draft.text, word, typed)
    reading = queries.reading(text)
    if any(one.path.partition(".")[0].partition("[")[0] == word for one in reading.errors):
        tried = replace(draft, text=text, reading=reading)
        said = _("It is not saved yet: something here can’t be so.")
        return page(request, word, setting, tried, answers, typed, problem=said, status=422)
    try:
        keep(request, draft, text)
    except Invalid as wrong:
        said = words.trouble(wrong)
        return page(request, word, setting, draft, answers, typed, problem=said, status=422)
    return setting.then(text)


def keep(request: HttpRequest, draft: Drafted, text: str) -> None:
    """Save the text as the draft that was looked at, or begin one with it."""
    who: dict[str, Any] = {"by": actor(request), "at": timezone.now()}
    if draft.seq:
        drafts.save_draft(text=text, seen=draft.seq, process=draft.process, **who)
    elif text != draft.held:
        base = draft.base or None
        drafts.begin_draft(text=text, base=base, process=draft.process or FIRST, **who)


def about_of(answers: dict[str, Any]) -> About:
    """What the form is filled from."""
    language = "en" if answers.get("language") == "en" else "ru"
    return About(answers, language, str(answers.get("currency", "RUB")))


def stamp(value: Any) -> str:
    """What an answer was when the form was shown: another one means that somebody has changed it."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]


def page(
    request: HttpRequest,
    word: str,
    setting: Setting,
    draft: Drafted,
    answers: dict[str, Any],
    value: Any,
    *,
    seen: str = "",
    problem: str = "",
    theirs: Any = None,
    status: int = 200,
) -> HttpResponse:
    """The form with this answer in it, and what the check says of it."""
    form = form_of(word, value, about_of({**answers, word: value}))
    shown_anew = bool(seen)
    if not shown_anew:
        place(form["root"], word, draft.findings(word))
    context = {
        "form": form,
        "word": word,
        "action": setting.action,
        "seen": seen or stamp(answers.get(word)),
        "problem": problem,
        "theirs": theirs,
        "saved": "saved" in request.GET and request.method == "GET",
        "save_title": _("Save mine over it") if theirs else setting.button,
    }
    if from_script(request):
        return render(request, "passport/_answer_form.html", context, status=status)
    return render(request, setting.template, {**context, **setting.around(draft)}, status=status)


def around(request: HttpRequest, word: str, draft: Drafted) -> dict[str, Any]:
    """What stands beside the form: both sides of the answer, the draft as a whole, the other questions."""
    agreed, becomes = queries.sides(draft, word, timezone.localdate())
    return {
        **_titles(request, word),
        "draft": draft,
        "changed_here": word in draft.changed,
        "changes": queries.differences(draft).get(word, ())[:10] if draft.seq else (),
        "agreed": [pieces(line, actor(request)) for line in agreed],
        "drafted": None if becomes is None else [pieces(line, actor(request)) for line in becomes],
    }


def _titles(request: HttpRequest, word: str) -> dict[str, Any]:
    number, query = list(FORMS).index(word) + 1, keeping(request)
    beside_it = {"before": beside(number - 1, "passport_edit"), "after": beside(number + 1, "passport_edit")}
    return {
        "title": ANSWER_TITLES[word],
        "asks": ASKS[word],
        "number": number,
        "question_url": address("answer", word),
        "query": query,
        **{name: one and {**one, "url": one["url"] + query} for name, one in beside_it.items()},
        "area": word,
    }
