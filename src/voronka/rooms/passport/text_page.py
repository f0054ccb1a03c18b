"""The passport as text: the draft that is typed here, what was found in it, and what came of publishing it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from voronka.actions import drafts
from voronka.actions import passport as verbs
from voronka.actions.change import Outcome
from voronka.core import access
from voronka.core.problems import Invalid, NotFound, Stale
from voronka.frame.access import actor
from voronka.frame.processes import known, remember, shown
from voronka.queries import words
from voronka.queries.passport import checks
from voronka.queries.records import passports
from voronka.queries.records.passports import DraftRecord
from voronka.rooms.passport import publish_page, text_tools
from voronka.rooms.passport.asked import asked_process

FIRST = "sales"
"""What the process of a company without a passport is called until its text says it."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form sent: the text, the draft's `seq` (0: there was none) and the version it goes by."""

    text: str
    draft: int
    base: int


def show(request: HttpRequest) -> HttpResponse:
    """The draft; where there is none, the text that holds; nothing yet, where another process begins."""
    if "new" in request.GET:
        return _page(request, Typed("", 0, 0), None)
    found = draft(request)
    if found is not None:
        return _page(request, Typed(found.text, found.seq, found.base), found, checks.check(found.text))
    try:
        held = passports.version(by=actor(request), process=asked_process(request))
    except NotFound:
        return _page(request, Typed("", 0, 0), None)
    return _page(request, Typed(held.text, 0, held.version.number), None)


def answer(request: HttpRequest) -> HttpResponse:
    """Save the draft, throw it away, or publish it."""
    typed = Typed(
        request.POST.get("text", "").replace("\r\n", "\n"),
        _number(request, "draft"),
        _number(request, "seen"),
    )
    do = request.POST.get("do", "save")
    try:
        if do == "discard":
            return _discarded(request, typed)
        if do == "upload":
            taken = Typed(text_tools.uploaded(request) or typed.text, typed.draft, typed.base)
            return _page(request, taken, draft(request), checks.check(taken.text))
        saved = save(request, typed)
        typed = Typed(typed.text, saved.seq, saved.key)
        if do == "publish" and publish_page.asks(request, saved.status):
            return redirect(publish_page.address(saved.status))
        if do == "publish":
            return _published(request, saved)
    except (Invalid, Stale, NotFound) as wrong:
        return _kept(request, typed, wrong)
    found = passports.draft(by=actor(request), process=saved.status)
    return _page(request, typed, found, checks.check(typed.text))


def save(request: HttpRequest, typed: Typed) -> Outcome:
    """Save what was typed: into the draft that was seen, or as a new one."""
    who: dict[str, Any] = {"by": actor(request), "at": timezone.now()}
    if not typed.draft:
        process = asked_process(request) if typed.base else _process_of(typed.text)
        return drafts.begin_draft(process=process, text=typed.text, base=typed.base or None, **who)
    base = _number(request, "seen") if request.POST.get("over") else None
    return drafts.save_draft(
        process=asked_process(request), text=typed.text, seen=typed.draft, base=base, **who
    )


def draft(request: HttpRequest) -> DraftRecord | None:
    """The draft there is."""
    try:
        return passports.draft(by=actor(request), process=asked_process(request))
    except NotFound:
        return None


def _published(request: HttpRequest, saved: Outcome) -> HttpResponse:
    made = verbs.publish_draft(
        process=saved.status,
        seen=saved.seq,
        by=actor(request),
        at=timezone.now(),
        request=request.POST.get("request_id", "")[:100] or None,
    )
    told = (
        _("Version %(number)d holds from now on.")
        if made.kinds
        else _("This text holds already: version %(number)d.")
    )
    messages.success(request, told % {"number": made.key})
    known(fresh=True)
    remember(request, made.status)
    return redirect("passport")


def _discarded(request: HttpRequest, typed: Typed) -> HttpResponse:
    drafts.discard_draft(
        process=asked_process(request), seen=typed.draft, by=actor(request), at=timezone.now()
    )
    messages.success(request, _("The draft is discarded."))
    return redirect("passport")


def _kept(request: HttpRequest, typed: Typed, wrong: Exception) -> HttpResponse:
    """What was typed stays on the page; what stands in the way is told, and how to go on."""
    found = draft(request)
    status = 409 if isinstance(wrong, Stale | NotFound) else 422
    said, theirs = words.trouble(wrong), None
    if isinstance(wrong, Stale) and wrong.noun == "passport":
        said = _(
            "Version %(number)d was published meanwhile: see what it changed before you publish yours."
        ) % {"number": wrong.current}
        typed = Typed(typed.text, found.seq if found else 0, wrong.current)
    elif isinstance(wrong, Stale) and found is not None:
        who = passports.people_named([found.saved_by]).get(found.saved_by, "")
        said = _("%(who)s has saved another text meanwhile. Yours is below and not saved yet.") % {
            "who": who or _("Somebody")
        }
        typed, theirs = Typed(typed.text, found.seq, found.base), found
    elif isinstance(wrong, NotFound):
        said = _(
            "The draft was published or discarded meanwhile. Your text is below: saving begins a new draft."
        )
        typed = Typed(typed.text, 0, _current(request))
    return _page(
        request,
        typed,
        found,
        checks.check(typed.text),
        problem=said,
        theirs=theirs,
        over=typed.base,
        status=status,
    )


def _current(request: HttpRequest) -> int:
    try:
        return passports.version(by=actor(request), process=asked_process(request)).version.number
    except NotFound:
        return 0


def _process_of(text: str) -> str:
    """What the first draft of a process is called: as its text says, where that can be read."""
    return checks.check(text).process or FIRST


def _number(request: HttpRequest, name: str) -> int:
    number = request.POST.get(name, "")
    return int(number) if number.isdecimal() and len(number) < 10 else 0


def _page(
    request: HttpRequest,
    typed: Typed,
    found: DraftRecord | None,
    checked: checks.Checked | None = None,
    *,
    problem: str = "",
    theirs: DraftRecord | None = None,
    over: int = 0,
    status: int = 200,
) -> HttpResponse:
    context = {
        "process": found.process if found else (asked_process(request) or "") if typed.base else "",
        "title": shown(request) if typed.base else None,
        "typed": typed,
        "found": found,
        "saved_by": passports.people_named([found.saved_by]).get(found.saved_by, "") if found else "",
        "checked": checked,
        "problem": problem,
        "theirs": theirs,
        "over": over,
        "may_publish": access.may(actor(request), "passport.publish"),
        "action": request.get_full_path(),
        "area": "passport",
    }
    return render(request, "passport/text.html", context, status=status)
