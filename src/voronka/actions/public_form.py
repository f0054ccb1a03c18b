"""The public form of a process: what it says, whether it is open, texts of consent, ready answers."""

import hashlib
import re
from datetime import datetime
from typing import Final

from voronka.actions import arrivals
from voronka.actions.change import clean, named
from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import Invalid, Problem
from voronka.store import values
from voronka.store.models import ConsentText, PublicForm, ReadyAnswer

_HOST: Final = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")


def change_form(
    *,
    process: str,
    is_on: bool | None = None,
    title: str | None = None,
    lead: str | None = None,
    thanks: str | None = None,
    channel: str | None = None,
    hosts: str | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Keep what is named and leave the rest. A form is opened only with a text of consent. Raises Invalid."""
    access.require(by, "form.change")
    known = values.latest(process)
    if channel:
        arrivals.require_channel(known, channel)
    if is_on and not known.entry.channels:
        raise Invalid(Problem("form_no_channel", "is_on"))
    if is_on and not ConsentText.objects.filter(process=known.key).exists():
        raise Invalid(Problem("form_no_consent", "is_on"))
    said = {
        "is_on": is_on,
        "title": None if title is None else clean(title, "title", limit=200),
        "lead": None if lead is None else clean(lead, "lead", limit=1000),
        "thanks": None if thanks is None else clean(thanks, "thanks", limit=1000),
        "channel": channel,
        "hosts": None if hosts is None else _hosts(hosts),
    }
    PublicForm.objects.update_or_create(
        process=known.key, defaults={name: value for name, value in said.items() if value is not None}
    )


def _hosts(typed: str) -> str:
    """Addresses of sites that may show the form, one a line, without a path."""
    found = [one.rstrip("/").lower() for one in clean(typed, "hosts", limit=2000).split()]
    for one in found:
        if not _HOST.fullmatch(one):
            raise Invalid(Problem("host_unreadable", "hosts", {"typed": one[:100]}))
    return "\n".join(dict.fromkeys(found))


def write_consent(*, process: str, body: str, by: Actor, at: datetime) -> int:
    """A new text of consent holds from now on; its number. The same text again makes no new one."""
    access.require(by, "form.change")
    known = values.latest(process)
    words = clean(body, "body", limit=20_000, required=True).replace("\r\n", "\n")
    last = ConsentText.objects.filter(process=known.key).order_by("-number").first()
    digest = hashlib.sha256(words.encode()).hexdigest()
    if last is not None and last.digest == digest:
        return last.number
    number = last.number + 1 if last else 1
    ConsentText.objects.create(
        process=known.key, number=number, body=words, digest=digest, written_at=at, written_by=by.label
    )
    return number


def write_ready_answer(*, process: str, as_what: str, body: str, by: Actor, at: datetime) -> None:
    """What is answered to those who turn out to be this; an empty text takes it away."""
    access.require(by, "form.change")
    known = values.latest(process)
    kinds = [one.id for one in known.entry.not_a_lead]
    if as_what not in kinds:
        raise Invalid(Problem("unknown_choice", "as_what", {"have": named(as_what), "known": kinds}))
    words = clean(body, "body", limit=5000)
    rows = ReadyAnswer.objects.filter(process=known.key, as_what=as_what)
    if not words:
        rows.delete()
    elif not rows.update(body=words):
        ReadyAnswer.objects.create(process=known.key, as_what=as_what, body=words)
