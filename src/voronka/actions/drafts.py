"""The draft of a passport: begun, saved by whoever has seen its latest state, thrown away. It may have errors."""

import re
from datetime import datetime

from django.db import IntegrityError

from voronka.actions.change import Outcome, keepable, once
from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import Invalid, NotFound, Problem, Stale
from voronka.store import values
from voronka.store.models import PassportDraft, PassportVersion
from voronka.store.work import Unit

NAME = re.compile(r"[a-z][a-z0-9_-]{0,62}")
LONGEST = 1_000_000
"""Characters of a text; a longer one is no passport, and is not read either."""


def begin_draft(
    *,
    process: str | None = None,
    text: str | None = None,
    base: int | None = None,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """Begin a draft with the text of version `base` (the one that holds), or with this text; its `seq` and,
    as `key`, its base. Where there is a draft already and nothing was brought along, that one goes on.

    A process that nothing is published of needs a text. Raises NotAllowed; NotFound for a version that is not
    there; Stale where a text was brought along, but somebody has begun a draft meanwhile; Invalid.
    """
    access.require(by, "passport.draft")
    written = None if text is None else _written(text)

    def change(unit: Unit) -> Outcome:
        key = _name(process)
        draft = _draft(key)
        if draft is not None:
            if written is None and base is None:
                return outcome(draft)
            raise Stale("draft", key, 0, draft.seq)
        version = _version(key, base)
        words = written if written is not None else version.text if version else ""
        if not words:
            raise NotFound("passport", key) if base else Invalid(Problem("required", "text"))
        number = version.number if version else 0
        stamp = {"begun_at": at, "begun_by": by.label, "saved_at": at, "saved_by": by.label}
        return outcome(PassportDraft.objects.create(process=key, base=number, text=words, **stamp))

    command = ["begin_draft", process, written, base]
    try:
        return once(change, by=by, at=at, door=door, request=request, command=command)
    except IntegrityError:
        # Somebody began one at the same moment; it is there now.
        return once(change, by=by, at=at, door=door, request=request, command=command)


def save_draft(
    *,
    text: str,
    seen: int,
    process: str | None = None,
    base: int | None = None,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """Save the draft's text, whatever is wrong with it. `seen` is the `seq` that was seen; `base` says that
    the text goes by a later version by now.

    Raises NotAllowed; NotFound where the draft was published or thrown away; Stale where somebody has saved it
    since; Invalid for a text that is too long.
    """
    access.require(by, "passport.draft")
    written = _written(text)

    def change(unit: Unit) -> Outcome:
        key = process or values.latest().key
        draft = held(key, seen)
        if base is not None and base != draft.base and _version(key, base) is None:
            raise NotFound("passport", f"{key} {base}")
        if draft.text != written or base not in (None, draft.base):
            draft.text, draft.seq = written, draft.seq + 1
            draft.base = draft.base if base is None else base
            draft.saved_at, draft.saved_by = at, by.label
            draft.save()
        return outcome(draft)

    command = ["save_draft", process, written, seen, base]
    return once(change, by=by, at=at, door=door, request=request, command=command)


def discard_draft(
    *,
    process: str | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
    door: str = "page",
    request: str | None = None,
) -> Outcome:
    """Throw the draft away. Raises NotAllowed, NotFound, Stale where somebody has saved it since it was `seen`."""
    access.require(by, "passport.draft")

    def change(unit: Unit) -> Outcome:
        draft = held(process or values.latest().key, seen)
        gone = outcome(draft)
        draft.delete()
        return gone

    return once(change, by=by, at=at, door=door, request=request, command=["discard_draft", process, seen])


def held(process: str, seen: int | None) -> PassportDraft:
    """The draft, locked until the end of the transaction; NotFound, Stale."""
    draft = _draft(process)
    if draft is None:
        raise NotFound("draft", process)
    if seen is not None and seen != draft.seq:
        raise Stale("draft", process, seen, draft.seq)
    return draft


def outcome(draft: PassportDraft) -> Outcome:
    """The draft as an answer: `key` is the version that it goes by, `status` its process."""
    return Outcome("draft", draft.base, draft.seq, draft.seq, status=draft.process)


def _name(process: str | None) -> str:
    """Of the process: the first one where none is named; Invalid where it can't be the name of a new one."""
    if process is None:
        return values.latest().key
    if not NAME.fullmatch(process):
        raise Invalid(Problem("process_unreadable", "process", {"have": process[:64]}))
    return process


def _draft(process: str) -> PassportDraft | None:
    return PassportDraft.objects.select_for_update().filter(process=process).first()


def _version(process: str, number: int | None) -> PassportVersion | None:
    versions = PassportVersion.objects.filter(process=process).order_by("-number")
    return (versions if number is None else versions.filter(number=number)).first()


def _written(text: str) -> str:
    """The text with plain line ends, without what no database keeps."""
    kept = keepable(text).replace("\r\n", "\n")
    if len(kept) > LONGEST:
        raise Invalid(Problem("too_long", "text", {"limit": LONGEST, "length": len(kept)}))
    return kept
