"""Rows that were found, as hits that a person may see: each noun by one statement."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from django.db.models import Q
from django.utils.translation import gettext as _

from voronka.core import sought
from voronka.core.access import Actor, may
from voronka.core.sought import Piece
from voronka.queries import words
from voronka.queries.find_rows import those
from voronka.store import names, said, sql
from voronka.store.models import TextUse

LOOKED_AT: Final = 40
"""So many rows of a noun are made hits at once."""
MOST_TEXTS: Final = 300
"""So many texts with a word are looked at for a list, the newest."""
CLIENTS: Final = 100
"""So many clients whose deals are looked for; whoever types more letters finds the rest."""

Noun = Literal["deal", "company", "contact", "inquiry", "note"]
NOUNS: tuple[Noun, ...] = ("deal", "company", "contact", "inquiry", "note")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found; `note` says it apart from others of the same name.

    A `note` is what was written in a deal: its `key` is the deal's. `excerpt` is the place in the text, in pieces;
    `at` when it was written or received.
    """

    noun: Noun
    key: int
    title: str
    note: str
    excerpt: tuple[Piece, ...] = ()
    at: datetime | None = None


def number_of(typed: names.Typed) -> int:
    """The number of a deal or an inquiry that was typed; 0 for other words."""
    bare = typed.text.removeprefix("#").removeprefix("№").strip()
    return int(bare) if bare.isdecimal() and bare.isascii() and len(bare) < 18 else 0


def deals(
    actor: Actor,
    typed: names.Typed,
    keys: Mapping[names.Noun, Sequence[int]],
    *,
    floor: int = 0,
    below: int | None = None,
    most: int = LOOKED_AT,
    shown: int | None = None,
) -> list[Hit]:
    """Deals by number, title and client: the one with the number first, then open ones, then the newest. Their keys
    are between `floor` and `below`; of `most` that are looked at the first are `shown`."""
    if not may(actor, "deal.see"):
        return []
    number = number_of(typed)
    wanted = {
        "id": [*keys["deal"], number] if number else keys["deal"],
        "company_id": keys["company"][:CLIENTS],
        "contact_id": keys["contact"][:CLIENTS],
    }
    seen = those("store_dealrow", actor, wanted, floor=floor, below=below, most=most)
    first = sorted(seen, key=lambda row: (row[0] != number, row[1] != "open"))
    return [_deal(*row) for row in first[:shown]]


def _deal(
    key: int, status: str, title: str, agreed: int, currency: str, company: str | None, contact: str | None
) -> Hit:
    client = company or contact or ""
    note = [f"№ {key}"]
    if client and title:
        note.append(title[:60])
    if agreed:
        note.append(words.money(agreed, currency))
    return Hit("deal", key, client or title or f"№ {key}", " · ".join(note))


def _called(typed: names.Typed, name: str) -> bool:
    """Does every word that was typed begin a word of the name?"""
    known = sought.words(name)
    return all(any(word.startswith(one.typed) for word in known) for one in typed.words)


def companies(actor: Actor, typed: names.Typed, keys: Sequence[int], shown: int | None = None) -> list[Hit]:
    """Companies of these keys: by their tax number first, then those called so."""
    if not keys or not may(actor, "client.see"):
        return []
    seen = those("store_company", actor, {"id": keys})
    order = {key: place for place, key in enumerate(keys)}
    first = sorted(
        seen, key=lambda row: (row[3] not in typed.parts, not _called(typed, row[1]), order[row[0]])
    )
    return [
        Hit("company", key, name, inn if inn in typed.parts else about)
        for key, name, about, inn in first[:shown]
    ]


def contacts(actor: Actor, typed: names.Typed, keys: Sequence[int], shown: int | None = None) -> list[Hit]:
    """Contacts of these keys: by their whole phone or e-mail first, then those called so."""
    if not keys or not may(actor, "client.see"):
        return []
    seen = those("store_contact", actor, {"id": keys})
    order = {key: place for place, key in enumerate(keys)}

    def place(row: tuple[Any, ...]) -> tuple[bool, bool, int]:
        exact = row[3].lstrip("+") in typed.parts or row[4] in typed.parts
        return not exact, not _called(typed, row[1]), order[row[0]]

    return [_contact(typed, *row) for row in sorted(seen, key=place)[:shown]]


def _contact(typed: names.Typed, key: int, name: str, company: str | None, phone: str, email: str) -> Hit:
    """By what they were found is said of them."""
    if any(part in phone for part in typed.parts):
        note = words.phone(phone)
    elif any(part in email for part in typed.parts):
        note = email
    else:
        note = company or words.phone(phone)
    return Hit("contact", key, name, note)


@dataclass(frozen=True, slots=True)
class Written:
    """A text that fits, and where it stands."""

    use: int
    deal: int | None
    inquiry: int | None
    kind: str
    at: datetime
    body: str
    client: str
    title: str


def written(actor: Actor, uses: Sequence[int], most: int = LOOKED_AT) -> list[Written]:
    """Those of these texts that the actor sees, the newest first. One statement."""
    rows = those("store_textuse", actor, {"id": uses}, most=most)
    return [
        Written(
            pk,
            deal,
            inquiry,
            kind,
            sql.known(at),
            body or "",
            company or contact or asking or "",
            title or "",
        )
        for pk, deal, inquiry, kind, at, body, company, contact, asking, title in rows
    ]


def _fits(typed: names.Typed) -> Callable[[str], bool]:
    if typed.number:
        return lambda word: any(part in word for part in typed.parts)
    return lambda word: any(one.fits(word) for one in typed.words)


def note(one: Written, typed: names.Typed) -> Hit:
    """A text of a deal, with the place where the words stand."""
    title = one.client or one.title or f"№ {one.deal}"
    note = f"{kind_words(one.kind)} · № {one.deal}"
    return Hit("note", one.deal or 0, title, note, sought.excerpt(one.body, _fits(typed)), one.at)


def kind_words(kind: str) -> str:
    """What a text is, in a word."""
    if kind.startswith("field:"):
        return _("Field")
    match kind:
        case "note.added":
            return _("Note")
        case "message.received" | "inquiry.received" | "inquiry.message_added":
            return _("Message")
        case "inquiry.answered":
            return _("Our answer")
        case "call.logged":
            return _("Call")
        case "brief.filled":
            return _("Brief")
        case "deal.next_step_set":
            return _("Next step")
    return _("Comment")


def inquiries(
    actor: Actor,
    typed: names.Typed,
    contacts: Sequence[int],
    written: Sequence[Written],
    *,
    below: int | None = None,
    most: int = LOOKED_AT,
    shown: int | None = None,
) -> list[Hit]:
    """Inquiries by number, by who turned to us, then by what they and we wrote."""
    if not may(actor, "inquiry.see"):
        return []
    texts = {one.inquiry: one for one in reversed(written) if one.inquiry}
    number = number_of(typed)
    wanted = {"id": [*texts, number] if number else list(texts), "contact_id": contacts[:CLIENTS]}
    seen = those("store_inquiryrow", actor, wanted, below=below, most=most)
    first = sorted(seen, key=lambda row: (row[0] != number, row[0] in texts))
    return [_inquiry(typed, texts.get(key), key, name, sql.known(at)) for key, name, at in first[:shown]]


def _inquiry(
    typed: names.Typed, one: Written | None, key: int, name: str | None, received_at: datetime
) -> Hit:
    note = f"№ {key}"
    if one is None:
        return Hit("inquiry", key, name or f"№ {key}", note, (), received_at)
    note = f"{kind_words(one.kind)} · {note}"
    return Hit("inquiry", key, name or f"№ {key}", note, sought.excerpt(one.body, _fits(typed)), one.at)


def asking(typed: str, phone: str = "") -> Q:
    """Inquiries by number, by who turned to us, or by what was written in them, whoever may see them."""
    wanted = names.read(typed, phone)
    told = names.run(names.pieces("contact", wanted, CLIENTS) + said.pieces("inquiry", wanted, MOST_TEXTS))
    fits = Q(pk__in=TextUse.objects.filter(pk__in=told.get("inquiry_text", ())).values("inquiry"))
    fits |= Q(contact__in=names.keys(told, "contact")[:CLIENTS])
    return fits | Q(pk=number_of(wanted))
