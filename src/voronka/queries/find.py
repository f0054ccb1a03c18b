"""What is found as one types: deals, clients, inquiries and what was written in them; only what one may see."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from voronka.core import sought
from voronka.core.access import Actor, may
from voronka.core.clients import fold_name
from voronka.queries import find_hits
from voronka.queries.find_hits import LOOKED_AT, NOUNS, Hit, Noun
from voronka.queries.records import sight
from voronka.store import names, said, values
from voronka.store.models import DealRow

__all__ = ["NOUNS", "Found", "Group", "Hit", "Move", "Noun", "found", "hits", "moves"]

MOST = 5
NARROW = 1000
"""So many matches are looked at for whoever sees only some deals; for others LOOKED_AT will do."""
MOST_MOVES = 3
_NUMBERED = re.compile(r"[#№]?\s*(\d{1,17})(?:\s+(.*))?")


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

    Seven statements at most; where nothing is found, as many again for the same keys on the other keyboard. `begun`:
    the last word of a text may be unfinished.
    """
    sought_for = read(typed, phone)
    if sought_for is None:
        return Found(())
    seen = _groups(actor, sought_for, nouns, most, begun)
    if not seen and not sought_for.number:
        other = sought.other_layout(sought_for.text)
        turned = names.read(other)
        if turned.words and (seen := _groups(actor, turned, nouns, most, begun)):
            return Found(seen, other)
    return Found(seen)


def read(typed: str, phone: str) -> names.Typed | None:
    """What is looked for; None where that is too little."""
    told = names.read(typed, phone)
    if not told.words or (len(told.text) < 2 and not told.text.isdecimal()):
        return None
    return told


def _groups(
    actor: Actor, typed: names.Typed, nouns: Sequence[Noun], most: int, begun: bool
) -> tuple[Group, ...]:
    reach = LOOKED_AT if actor.scope == "all" else NARROW
    texts = 2 * most if actor.scope == "all" else NARROW
    among_clients = NARROW if actor.scope == "handed" else LOOKED_AT
    asked: list[tuple[str, list[Any]]] = []
    for noun in names.NOUNS:
        asked += names.pieces(noun, typed, reach if noun == "deal" else among_clients)
    written_in: list[said.Noun] = []
    if "inquiry" in nouns and may(actor, "inquiry.see"):
        written_in.append("inquiry")
    if "note" in nouns and may(actor, "deal.see"):
        written_in.append("deal")
    for one in written_in:
        asked += said.pieces(one, typed, texts, begun=False)
    told = names.run(asked)
    # Where whole words find enough, nobody misses the beginnings, which cost as much as there are hits.
    lacking = [one for one in written_in if len(told.get(f"{one}_text", ())) < most]
    if begun and lacking and not typed.number:
        told |= names.run([piece for one in lacking for piece in said.pieces(one, typed, texts)])
    keys = {noun: names.keys(told, noun) for noun in names.NOUNS}
    uses = told.get("deal_text", []), told.get("inquiry_text", [])
    written = find_hits.written(actor, [*uses[0], *uses[1]], 2 * LOOKED_AT)
    shown = most + 1
    firms, people = (names.keys(told, noun, beside=True) for noun in ("company", "contact"))
    made: dict[Noun, list[Hit]] = {
        "deal": find_hits.deals(actor, typed, keys, shown=shown) if "deal" in nouns else [],
        "company": find_hits.companies(actor, typed, firms, shown) if "company" in nouns else [],
        "contact": find_hits.contacts(actor, typed, people, shown) if "contact" in nouns else [],
        "inquiry": find_hits.inquiries(actor, typed, keys["contact"], written, shown=shown)
        if "inquiry" in nouns
        else [],
        "note": [find_hits.note(one, typed) for one in [one for one in written if one.deal][:shown]]
        if "note" in nouns
        else [],
    }
    return tuple(
        Group(noun, tuple(hits[:most]), "more" if len(hits) > most else "")
        for noun, hits in made.items()
        if hits
    )


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
