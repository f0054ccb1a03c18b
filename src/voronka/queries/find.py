"""What is found as one types: deals, clients, inquiries and what was written in them; only what one may see."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from voronka.core import sought
from voronka.core.access import Actor, may
from voronka.core.clients import fold_name
from voronka.core.sought import Piece
from voronka.queries import words
from voronka.queries.records import sight
from voronka.store import names, said, values
from voronka.store.models import Company, Contact, DealRow, InquiryRow, Text, TextUse

MOST = 6
LOOKED_AT, NARROW = 40, 1000
"""So many matches of a noun are looked at, the newest; of those who see only some deals, so many."""
CLIENTS = 100
"""So many clients whose deals are looked for; whoever types more letters finds the rest."""
MOST_MOVES = 3
_NUMBERED = re.compile(r"[#№]?\s*(\d{1,17})(?:\s+(.*))?")

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


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one noun; `more` is the place to read on from, empty where nothing is left."""

    noun: Noun
    hits: tuple[Hit, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """All that fits, by noun. `instead` is what was sought in place of what was typed, on the other keyboard."""

    groups: tuple[Group, ...]
    instead: str = ""

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All of them, in the order of the groups."""
        return tuple(hit for group in self.groups for hit in group.hits)


def hits(actor: Actor, typed: str, phone: str = "") -> tuple[Hit, ...]:
    """What fits what was typed, a few of each noun: deals first."""
    return found(actor, typed, phone).hits


def found(
    actor: Actor,
    typed: str,
    phone: str = "",
    *,
    nouns: Sequence[Noun] = NOUNS,
    most: int = MOST,
    begun: bool = True,
) -> Found:
    """A few of each noun: exact numbers first, then what is called so, then the newest.

    Six statements at most; where nothing is found, as many again for the same keys on the other keyboard. `begun`:
    the last word of a text may be unfinished.
    """
    sought_for = _read(typed, phone)
    if sought_for is None:
        return Found(())
    seen = _groups(actor, sought_for, nouns, most, begun)
    if not seen and not sought_for.number:
        other = sought.other_layout(sought_for.text)
        turned = names.read(other)
        if turned.words and (seen := _groups(actor, turned, nouns, most, begun)):
            return Found(seen, other)
    return Found(seen)


def _read(typed: str, phone: str) -> names.Typed | None:
    read = names.read(typed, phone)
    if not read.words or (len(read.text) < 2 and not read.text.isdecimal()):
        return None
    return read


def _groups(
    actor: Actor, typed: names.Typed, nouns: Sequence[Noun], most: int, begun: bool
) -> tuple[Group, ...]:
    reach = LOOKED_AT if actor.scope == "all" else NARROW
    asked: list[tuple[str, list[Any]]] = []
    for noun in names.NOUNS:
        asked += names.pieces(noun, typed, reach if noun == "deal" else max(reach // 10, LOOKED_AT, CLIENTS))
    if "inquiry" in nouns and may(actor, "inquiry.see"):
        asked += said.pieces("inquiry", typed, reach, begun=begun)
    if "note" in nouns and may(actor, "deal.see"):
        asked += said.pieces("deal", typed, reach, begun=begun)
    told = names.run(asked)
    keys = {noun: names.keys(told, noun) for noun in names.NOUNS}
    uses = told.get("deal_text", []), told.get("inquiry_text", [])
    written = _written(actor, [*uses[0], *uses[1]])
    made: dict[Noun, list[Hit]] = {
        "deal": _deals(actor, typed, keys) if "deal" in nouns else [],
        "company": _companies(actor, typed, keys["company"]) if "company" in nouns else [],
        "contact": _contacts(actor, typed, keys["contact"]) if "contact" in nouns else [],
        "inquiry": _inquiries(actor, typed, keys["contact"], written) if "inquiry" in nouns else [],
        "note": [_note(one, typed) for one in written if one.deal][:most] if "note" in nouns else [],
    }
    return tuple(
        Group(noun, tuple(hits[:most]), "more" if len(hits) > most else "")
        for noun, hits in made.items()
        if hits
    )


def _number(typed: names.Typed) -> int:
    bare = typed.text.removeprefix("#").removeprefix("№").strip()
    return int(bare) if bare.isdecimal() and bare.isascii() and len(bare) < 18 else 0


_COLUMNS = ("pk", "status", "title", "agreed", "currency", "company__name", "contact__name")


def _fitting(typed: names.Typed, keys: dict[names.Noun, list[int]]) -> Q:
    fits = Q(pk__in=keys["deal"]) if keys["deal"] else Q()
    if keys["company"]:
        fits |= Q(company__in=keys["company"][:CLIENTS])
    if keys["contact"]:
        fits |= Q(contact__in=keys["contact"][:CLIENTS])
    if number := _number(typed):
        fits |= Q(pk=number)
    return fits


def _deals(actor: Actor, typed: names.Typed, keys: dict[names.Noun, list[int]]) -> list[Hit]:
    fits = _fitting(typed, keys)
    if not fits or not may(actor, "deal.see"):
        return []
    rows = DealRow.objects.filter(pk__in=DealRow.objects.filter(fits).values("pk")).filter(sight.deals(actor))
    seen = rows.order_by("-id").values_list(*_COLUMNS)[:LOOKED_AT]
    number = _number(typed)
    first = sorted(seen, key=lambda row: (row[0] != number, row[1] != "open"))
    return [_deal(*row) for row in first]


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


def _companies(actor: Actor, typed: names.Typed, keys: Sequence[int]) -> list[Hit]:
    if not keys or not may(actor, "client.see"):
        return []
    rows = Company.objects.filter(sight.companies(actor), pk__in=keys[:CLIENTS])
    seen = rows.values_list("pk", "name", "about", "inn")
    order = {key: place for place, key in enumerate(keys)}
    first = sorted(
        seen, key=lambda row: (row[3] not in typed.parts, not _called(typed, row[1]), order[row[0]])
    )
    return [
        Hit("company", key, name, inn if inn in typed.parts else about) for key, name, about, inn in first
    ]


def _contacts(actor: Actor, typed: names.Typed, keys: Sequence[int]) -> list[Hit]:
    if not keys or not may(actor, "client.see"):
        return []
    rows = Contact.objects.filter(sight.contacts(actor), pk__in=keys[:CLIENTS])
    seen = rows.values_list("pk", "name", "company__name", "phone", "email")
    order = {key: place for place, key in enumerate(keys)}

    def place(row: tuple[Any, ...]) -> tuple[bool, bool, int]:
        exact = row[3].lstrip("+") in typed.parts or row[4] in typed.parts
        return not exact, not _called(typed, row[1]), order[row[0]]

    return [_contact(typed, *row) for row in sorted(seen, key=place)]


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
class _Written:
    """A text that fits, and where it stands."""

    use: int
    deal: int | None
    inquiry: int | None
    kind: str
    at: datetime
    body: str
    client: str
    title: str


_TEXT_COLUMNS = (
    "pk", "deal_id", "inquiry_id", "kind", "at", "body", "deal__company__name", "deal__contact__name",
    "inquiry__contact__name", "deal__title",
)  # fmt: skip


def _written(actor: Actor, uses: Sequence[int], most: int = LOOKED_AT) -> list[_Written]:
    """Those of these texts that the actor sees, the newest first. One statement."""
    if not uses:
        return []
    mine = Q(deal__isnull=False) & sight.deals(actor, "deal__")
    mine |= Q(inquiry__isnull=False) & sight.inquiries(actor, "inquiry__")
    rows = TextUse.objects.filter(mine, pk__in=uses).annotate(
        body=Subquery(Text.objects.filter(pk=OuterRef("text")).values("body")[:1])
    )
    return [
        _Written(pk, deal, inquiry, kind, at, body or "", company or contact or asking or "", title or "")
        for pk, deal, inquiry, kind, at, body, company, contact, asking, title in rows.order_by("-pk")
        .values_list(*_TEXT_COLUMNS)[:most]
    ]  # fmt: skip


def _fits(typed: names.Typed) -> Callable[[str], bool]:
    if typed.number:
        return lambda word: any(part in word for part in typed.parts)
    return lambda word: any(one.fits(word) for one in typed.words)


def _note(one: _Written, typed: names.Typed) -> Hit:
    title = one.client or one.title or f"№ {one.deal}"
    note = f"{kind_words(one.kind)} · № {one.deal}"
    return Hit("note", one.deal or 0, title, note, sought.excerpt(one.body, _fits(typed)), one.at)


def kind_words(kind: str) -> str:
    """What a text is, in a word."""
    if kind.startswith("field:"):
        return _("Field")
    return {
        "note.added": _("Note"),
        "message.received": _("Message"),
        "inquiry.received": _("Message"),
        "inquiry.message_added": _("Message"),
        "inquiry.answered": _("Our answer"),
        "call.logged": _("Call"),
        "brief.filled": _("Brief"),
        "deal.next_step_set": _("Next step"),
    }.get(kind, _("Comment"))


def _inquiries(
    actor: Actor, typed: names.Typed, contacts: Sequence[int], written: Sequence[_Written]
) -> list[Hit]:
    """Inquiries by number, by who turned to us, then by what they and we wrote."""
    if not may(actor, "inquiry.see"):
        return []
    texts = {one.inquiry: one for one in reversed(written) if one.inquiry}
    fits = Q(pk__in=list(texts)) if texts else Q()
    if contacts:
        fits |= Q(contact__in=contacts[:CLIENTS])
    if number := _number(typed):
        fits |= Q(pk=number)
    if not fits:
        return []
    rows = InquiryRow.objects.filter(fits).filter(sight.inquiries(actor))
    seen = rows.order_by("-pk").values_list("pk", "contact__name", "channel", "received_at")[:LOOKED_AT]
    first = sorted(seen, key=lambda row: (row[0] != number, row[0] in texts))
    return [_inquiry(typed, texts.get(row[0]), *row) for row in first]


def _inquiry(
    typed: names.Typed, one: _Written | None, key: int, name: str | None, channel: str, received_at: datetime
) -> Hit:
    note = f"№ {key}"
    if one is None:
        return Hit("inquiry", key, name or f"№ {key}", note, (), received_at)
    note = f"{kind_words(one.kind)} · {note}"
    return Hit("inquiry", key, name or f"№ {key}", note, sought.excerpt(one.body, _fits(typed)), one.at)


@dataclass(frozen=True, slots=True)
class Move:
    """A stage to which the deal with this number can be moved."""

    key: int
    to: str
    title: str


def moves(actor: Actor, typed: str) -> tuple[Move, ...]:
    """Stages for what begins with a deal's number, as `41` or `41 contract`: the next one first, then the earlier
    ones. One statement, and none for other words."""
    numbered = _NUMBERED.fullmatch(typed.strip()[:100])
    if numbered is None or not may(actor, "deal.move"):
        return ()
    key, wanted = int(numbered[1]), fold_name(numbered[2] or "")
    rows = DealRow.objects.filter(sight.deals(actor), pk=key, status="open")
    found = rows.values_list("process", "version", "stage").first()
    if found is None:
        return ()
    process, version, stage = found
    stages = values.process(process, version).cycle.stages
    place = next((n for n, one in enumerate(stages) if one.id == stage), len(stages))
    ahead, behind = stages[place + 1 : place + 2], reversed(stages[:place])
    fits = [one for one in (*ahead, *behind) if fold_name(one.title).startswith(wanted)]
    return tuple(Move(key, one.id, one.title) for one in fits[:MOST_MOVES])
