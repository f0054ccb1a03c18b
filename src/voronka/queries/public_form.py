"""The public form as strangers see it, as the company sets it up, and what of it was held back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import NotFound
from voronka.core.process import Process
from voronka.queries import told
from voronka.queries.records.paging import Order, page
from voronka.store import company, values
from voronka.store.models import ConsentText, Person, PublicForm, ReadyAnswer, Submission

HELD: Final = Order("held", "received_at")
PAGE: Final = 20
COUNTED: Final = 100


@dataclass(frozen=True, slots=True)
class Text:
    """A text of consent, as it was written."""

    number: int
    body: str
    digest: str
    written_at: datetime
    company: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class PublicPage:
    """The form of a process; `consent` is the number of the text that people agree to, 0 where there is none."""

    process: Process
    company: str
    title: str
    lead: str
    thanks: str
    hosts: tuple[str, ...]
    consent: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class FormSetup:
    """All that the company sets of its form."""

    page: PublicPage
    typed: dict[str, Any]
    texts: tuple[Text, ...]
    answers: tuple[tuple[str, str, str], ...]
    held: int
    suggested: str


@dataclass(frozen=True, slots=True)
class HeldLine:
    """What was held back: who wrote what when, and why it waits."""

    key: int
    received_at: datetime
    name: str
    phone: str
    email: str
    message: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A page of what is held back, the newest first."""

    process: Process
    lines: tuple[HeldLine, ...]
    more: str
    count: int


def public_page(key: str) -> PublicPage:
    """The open form of this process, for everybody. NotFound where there is none, or it is closed."""
    row = PublicForm.objects.filter(process=key[:64], is_on=True).first()
    known = told.latest(row.process) if row is not None else None
    if row is None or known is None or not known.entry.channels:
        raise NotFound("form", key[:64])
    return _page(known, row)


def consent_text(key: str, number: int) -> Text:
    """A text of consent, for everybody: also an older one, to which somebody once agreed.

    NotFound("consent") where there is no such version.
    """
    row = ConsentText.objects.filter(process=key[:64], number=min(number, 2**31 - 1)).first()
    if row is None:
        raise NotFound("consent", f"{key[:64]} {number}")
    return Text(row.number, row.body, row.digest, row.written_at, company.ours().name)


def company_name() -> str:
    """What strangers may know of us where there is nothing else to show them."""
    return company.ours().name


def answer_by(key: str, at: datetime) -> datetime | None:
    """By when one who turns to us at this moment is promised an answer."""
    within = values.latest(key).entry.answer_within
    return values.calendar().after(at, within) if within else None


def setup(actor: Actor, process: str | None = None) -> FormSetup:
    """What the company has set, with every text of consent that there was."""
    access.require(actor, "form.change")
    known = told.latest(process)
    row = PublicForm.objects.filter(process=known.key).first() or PublicForm(process=known.key)
    texts = tuple(ConsentText.objects.filter(process=known.key).order_by("-number"))
    names = {f"person:{key}": name for key, name in Person.objects.values_list("pk", "name")} if texts else {}
    answers = dict(ReadyAnswer.objects.filter(process=known.key).values_list("as_what", "body"))
    return FormSetup(
        page=_page(known, row, texts[0].number if texts else 0),
        typed={name: getattr(row, name) for name in ("is_on", "title", "lead", "thanks", "channel", "hosts")},
        texts=tuple(
            Text(one.number, one.body, one.digest, one.written_at, "", names.get(one.written_by, ""))
            for one in texts
        ),
        answers=tuple((one.id, one.title, answers.get(one.id, "")) for one in known.entry.not_a_lead),
        held=held_count(actor, known.key),
        suggested=suggested_consent(company.ours().name),
    )


def held(actor: Actor, *, process: str | None = None, more: str = "", page_size: int = PAGE) -> HeldPage:
    """What waits for a person to look at it, the newest first; three statements, whatever the number."""
    access.require(actor, "inquiry.see")
    known = told.latest(process)
    rows = Submission.objects.filter(process=known.key, state="held").select_related("data")
    found = page(rows, HELD, cursor=more or None, limit=page_size, record=_lines)
    return HeldPage(known, found.items, found.next or "", held_count(actor, known.key))


def held_count(actor: Actor, process: str) -> int:
    """How many wait, up to one more than COUNTED; none for those who see no inquiries."""
    if not access.may(actor, "inquiry.see"):
        return 0
    return Submission.objects.filter(process=process, state="held")[: COUNTED + 1].count()


def _lines(rows: Sequence[Submission]) -> list[HeldLine]:
    return [_line(row, json.loads(row.data.body) if row.data else {}) for row in rows]


def _line(row: Submission, said: dict[str, Any]) -> HeldLine:
    words = "\n\n".join(filter(None, (said.get("words", ""), said.get("brief", ""))))
    return HeldLine(
        row.pk,
        row.received_at,
        said.get("name", ""),
        said.get("phone", ""),
        said.get("email", ""),
        words,
        tuple(reason(one) for one in row.reasons.split(",") if one),
    )


def _page(known: Process, row: PublicForm, consent: int | None = None) -> PublicPage:
    if consent is None:
        newest = ConsentText.objects.filter(process=known.key).order_by("-number")
        consent = newest.values_list("number", flat=True).first() or 0
    return PublicPage(
        process=known,
        company=company.ours().name,
        title=row.title or _("Tell us what you need"),
        lead=row.lead,
        thanks=row.thanks,
        hosts=tuple(row.hosts.split()),
        consent=consent,
        is_on=row.is_on,
    )


def ready_answers(process: str, name: str) -> dict[str, str]:
    """The company's ready answers by what an inquiry turned out to be, to somebody of this name."""
    called = name if any(letter.isalpha() for letter in name) and "@" not in name else ""
    rows = ReadyAnswer.objects.filter(process=process).values_list("as_what", "body")
    return {
        as_what: (body if called else body.replace(", {name}", "")).replace("{name}", called)
        for as_what, body in rows
    }


def reason(word: str) -> str:
    """Why something is held back, in words."""
    return {
        "trap": _("a field is filled in that people do not see"),
        "quick": _("it was sent sooner than a person reads the form"),
        "links": _("there are more than two links in it"),
        "name_link": _("there is a link in the place of the name"),
        "markup": _("there is markup in it, as programs write it"),
        "often": _("more than five messages came from one address within an hour"),
        "same": _("the very same words came from several addresses"),
    }.get(word, word)


def suggested_consent(name: str) -> str:
    """A text of consent to begin with; the company reads it, changes it, and answers for it."""
    return _(
        "I agree that %(company)s (the operator) handles my personal data: name, phone number, e-mail address, and"
        " what I write in the form.\n\n"
        "Purpose: to answer my inquiry and, if I want it, to prepare and make a contract with me.\n\n"
        "Actions: collection, recording, storage, clarification, use, deletion; with and without means of automation."
        " The data are not handed to others.\n\n"
        "The consent holds until the purpose is reached, but no longer than a year, or until I withdraw it: by a letter"
        " to the operator."
    ) % {"company": name or _("the company")}
