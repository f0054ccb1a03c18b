"""The page of the search: one noun from the newest on, a page by key, or a few of each."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from voronka.core import sought
from voronka.core.access import Actor, may
from voronka.core.problems import Invalid, Problem
from voronka.queries import find_hits
from voronka.queries.find import NARROW, Found, Group, found, read
from voronka.queries.find_hits import CLIENTS, NOUNS, Hit, Noun
from voronka.store import names, said

SIZE: Final = 20
FEW: Final = 5
_REACH: Final = 200


def overview(actor: Actor, typed: str, phone: str = "") -> Found:
    """A few of each noun: by whole words where that finds anything, else by beginnings."""
    whole = found(actor, typed, phone, most=FEW, begun=False)
    if whole.groups and not whole.instead:
        return whole
    return found(actor, typed, phone, most=FEW)


def page(actor: Actor, typed: str, phone: str = "", *, noun: Noun, more: str = "", size: int = SIZE) -> Found:
    """A page of one noun, the newest first; `more` is where an earlier page ended. Six statements at most, and where
    nothing is found as many for the other keyboard. Invalid for a foreign `more`."""
    below, begun = _place(more)
    wanted = read(typed, phone)
    if wanted is None:
        return Found(())
    tries = [(wanted, begun, "")] if more else [(wanted, False, ""), (wanted, True, "")]
    other = sought.other_layout(wanted.text)
    tries.append((names.read(other), True, other))
    for one, unfinished, instead in tries:
        if not one.words:
            continue
        group = _page(actor, one, noun, below, unfinished, size)
        if group.hits or group.more:
            marked = replace(group, more=f"{group.more}~" if unfinished and group.more else group.more)
            return Found((marked,), instead)
    return Found(())


def _place(more: str) -> tuple[int | None, bool]:
    if not more:
        return None, False
    bare = more.removesuffix("~")
    if not (bare.isdecimal() and bare.isascii() and len(bare) < 18):
        raise Invalid(Problem("cursor_unreadable", "cursor"))
    return int(bare), more != bare


def _page(actor: Actor, typed: names.Typed, noun: Noun, below: int | None, begun: bool, size: int) -> Group:
    match noun:
        case "company" | "contact":
            return _clients(actor, typed, noun, below, size)
        case "deal":
            return _deals(actor, typed, below, size)
        case "inquiry":
            return _inquiries(actor, typed, below, begun, size)
    return _notes(actor, typed, below, begun, size)


def _cut(noun: Noun, hits: Sequence[Hit], size: int, floor: int = 0) -> Group:
    """These hits by their keys; `floor`: behind this key there may be more, though none of it was looked at."""
    shown = sorted(hits, key=lambda hit: -hit.key)[:size]
    if len(hits) > size:
        return Group(noun, tuple(shown), str(shown[-1].key))
    return Group(noun, tuple(shown), str(floor) if floor else "")


def _clients(actor: Actor, typed: names.Typed, noun: names.Noun, below: int | None, size: int) -> Group:
    assert noun != "deal"
    if not may(actor, "client.see"):
        return Group(noun, ())
    keys = sorted(
        names.keys(names.run(names.pieces(noun, typed, CLIENTS, below)), noun, beside=True), reverse=True
    )[:CLIENTS]
    make = find_hits.companies if noun == "company" else find_hits.contacts
    return _cut(noun, make(actor, typed, keys), size, keys[-1] if len(keys) == CLIENTS else 0)


def _deals(actor: Actor, typed: names.Typed, below: int | None, size: int) -> Group:
    reach = _REACH if actor.scope == "all" else NARROW
    told = names.run(
        [
            *names.pieces("company", typed, CLIENTS),
            *names.pieces("contact", typed, CLIENTS),
            *names.pieces("deal", typed, reach, below),
        ]
    )
    keys = {one: names.keys(told, one) for one in names.NOUNS}
    titled = sorted(keys["deal"], reverse=True)[:reach]
    floor = titled[-1] if len(titled) == reach else 0
    keys["deal"] = titled
    hits = find_hits.deals(actor, typed, keys, floor=floor, below=below, most=size + 1)
    return _cut("deal", hits, size, floor)


def _inquiries(actor: Actor, typed: names.Typed, below: int | None, begun: bool, size: int) -> Group:
    """Of the texts the newest thousand are looked at: an inquiry has its place by its number, not by theirs."""
    if not may(actor, "inquiry.see"):
        return Group("inquiry", ())
    asked = names.pieces("contact", typed, CLIENTS) + said.pieces("inquiry", typed, NARROW, begun=begun)
    told = names.run(asked)
    written = find_hits.written(actor, told.get("inquiry_text", ()), NARROW)
    hits = find_hits.inquiries(actor, typed, names.keys(told, "contact"), written, below=below, most=size + 1)
    return _cut("inquiry", hits, size)


def _notes(actor: Actor, typed: names.Typed, below: int | None, begun: bool, size: int) -> Group:
    """Each has its place by the number of the text."""
    if not may(actor, "deal.see"):
        return Group("note", ())
    reach = _REACH if actor.scope == "all" else NARROW
    uses = names.run(said.pieces("deal", typed, reach, begun=begun, below=below)).get("deal_text", [])
    seen = find_hits.written(actor, uses, size + 1)
    hits = tuple(find_hits.note(one, typed) for one in seen[:size])
    if len(seen) > size:
        return Group("note", hits, str(seen[size - 1].use))
    return Group("note", hits, str(uses[-1]) if len(uses) == reach else "")


__all__ = ["NOUNS", "overview", "page"]
