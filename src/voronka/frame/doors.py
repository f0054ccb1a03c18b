"""A door: a decision about one object, taken by a form that is shown, checked, done or refused alike everywhere."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from voronka.actions.change import Outcome
from voronka.actions.files import keep_file
from voronka.core.access import Actor
from voronka.core.decision import Unmet
from voronka.core.problems import Invalid
from voronka.frame import replies
from voronka.frame.access import actor
from voronka.frame.fields import DoorForm
from voronka.frame.navigation import address
from voronka.queries import words
from voronka.queries.records import files

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Ask:
    """What an action is asked: about which object, by whom, when, and what was filled in."""

    key: int
    by: Actor
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    seen: int | None = None
    request: str | None = None

    @property
    def who(self) -> dict[str, Any]:
        """The arguments that every verb takes."""
        return {"key": self.key, "by": self.by, "at": self.at, "request": self.request}

    def file(self, name: str = "proof") -> int | None:
        """The file of this field, kept; its id."""
        given = self.data.get(name)
        if not given:
            return None
        # The same file sent again by the same person is the same file: a repeated request stays the same request.
        digest = hashlib.file_digest(given.file, "sha256").hexdigest()
        given.file.seek(0)
        known = files.own(digest, by=self.by)
        return known or keep_file(name=given.name, content=given.file, by=self.by, at=self.at)


@dataclass(frozen=True, slots=True)
class Door:
    """`title` asks the question, `button` says what happens, `told` what has happened; `verb` is the right it needs."""

    word: str
    verb: str
    title: Words
    button: Words
    told: Words
    act: Callable[[Ask], Outcome]
    form: type[DoorForm] = DoorForm
    lead: Words = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a door stands: the page behind it, what of it changes, how other doors are found, and where to go next."""

    back: str
    topics: tuple[str, ...]
    address: Callable[[str], str]
    area: str = ""
    go: bool = False
    link: tuple[str, str] | None = None


def asked(request: HttpRequest, key: int, data: Mapping[str, Any] | None = None) -> Ask:
    """What the request asks, with the clock read once."""
    seen = request.POST.get("seen", "")
    return Ask(
        key=key,
        by=actor(request),
        at=timezone.now(),
        data=data or {},
        seen=int(seen) if seen.isdecimal() and len(seen) < 10 else None,
        request=request.POST.get("request_id", "")[:100] or None,
    )


def answer(request: HttpRequest, door: Door, key: int, subject: Any, place: Place) -> HttpResponse:
    """Show the door, or go through it."""
    if request.method != "POST":
        form = door.form(subject=subject, initial=request.GET.dict())
        return show(request, door, form, place)
    form = door.form(request.POST, request.FILES, subject=subject)
    if form.is_valid():
        try:
            outcome = door.act(asked(request, key, {**form.cleaned_data, "subject": subject}))
        except Invalid as wrong:
            form.blame(wrong)
        else:
            if outcome.done:
                said, link = told(door, outcome), opened(outcome) or place.link
                return replies.done(request, said, to=place.back, topics=place.topics, go=place.go, link=link)
            return show(request, door, form, place, refused=outcome.refused)
    return show(request, door, form, place, status=422)


def told(door: Door, outcome: Outcome) -> str:
    """What the toast says; a win is said first of all."""
    if "deal.won" in outcome.kinds:
        return _("The deal is won: the money is here and production has accepted the project.")
    if opened(outcome) and door.verb != "deal.open":
        return _("By the entry rule this is a lead now: a deal is opened.")
    return str(door.told)


def opened(outcome: Outcome) -> tuple[str, str] | None:
    """Where the deal is that has come of it, and the words of the way there."""
    if outcome.noun != "deal" or "deal.opened" not in outcome.kinds:
        return None
    return address("deal", str(outcome.key)), _("Open the deal")


def show(
    request: HttpRequest,
    door: Door,
    form: DoorForm,
    place: Place,
    *,
    refused: Iterable[Unmet] = (),
    status: int = 200,
) -> HttpResponse:
    """The door's question with its form, and what stood in the way of the last try."""
    missing = missing_of(refused, place.address, but=door.word)
    context = {
        "title": door.title,
        "lead": form.lead or door.lead,
        "form": form,
        "act": door.button,
        "action": request.path,
        "missing": missing,
        "back": place.back,
    }
    status = 422 if missing else status
    return replies.door(request, "parts/_dialog_form.html", context, status=status, area=place.area)


def missing_of(
    refused: Iterable[Unmet], address: Callable[[str], str], but: str = ""
) -> list[dict[str, str]]:
    """What is missing, in the reader's words, each with the door that mends it (not the door we stand in)."""
    found = []
    for one in refused:
        act = words.mend(one)
        url = address(one.door) if act and one.door != but else ""
        opens = "dialog" if url and "#" not in url else ""
        found.append(
            {"sentence": words.refusal(one), "url": url, "act": act, "guard": one.guard, "opens": opens}
        )
    return found
