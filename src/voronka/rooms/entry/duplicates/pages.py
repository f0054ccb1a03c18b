"""What the pages of doubles say."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from voronka.core.access import Actor
from voronka.core.duplicates import SURE, Noun
from voronka.frame.navigation import address
from voronka.queries import alike_words, duplicates, merging
from voronka.queries.duplicates import Line, PairLine, Pairs, Same
from voronka.queries.merging import Along, Beside, Head, MergeLine, Merges, MergeSeen
from voronka.queries.words import phone

KINDS: Final[Mapping[str, Noun]] = {"companies": "company", "people": "contact"}
PLURAL: Final[Mapping[Noun, str]] = {"company": "companies", "contact": "people"}


def listed(seen: Pairs, noun: Noun, by: Actor) -> dict[str, Any]:
    """The context of the list of pairs."""
    companies, people = duplicates.waiting(by)
    return {
        "area": "clients",
        "noun": noun,
        "pairs": [pair(one) for one in seen.pairs],
        "more": seen.more,
        "companies": capped(companies),
        "people": capped(people),
        "comparing": duplicates.comparing(by),
    }


def capped(number: int) -> str:
    """A count that was not counted to its end."""
    most = duplicates.COUNTED
    return f"{most - 1}+" if number >= most else str(number or "")


def pair(one: PairLine) -> dict[str, Any]:
    """Two clients of the list, and why."""
    return {
        "noun": one.noun,
        "sides": [_side(one.noun, line) for line in (one.one, one.other)],
        "sure": alike_words.sure(one.certainty),
        "tone": tone(one.certainty),
        "why": alike_words.reasons(one.noun, one.reasons),
        "compare": compare_address(one.noun, one.one.key, one.other.key),
    }


def tone(certainty: int) -> str:
    """How loudly it is said."""
    return "warn" if certainty >= SURE else ""


def compare_address(noun: Noun, kept: int, gone: int) -> str:
    """The page of two side by side."""
    return reverse("merge", args=[PLURAL[noun], kept, gone])


def _side(noun: Noun, line: Line) -> dict[str, Any]:
    data = (
        (
            getattr(line, "inn", ""),
            _bare(getattr(line, "site", "")),
            getattr(line, "contact_name", ""),
            line.phone,
        )
        if noun == "company"
        else (line.phone, getattr(line, "email", ""), getattr(line, "company_name", ""))
    )
    told = [phone(one) if one == line.phone else one for one in data if one]
    return {
        "key": line.key,
        "name": line.name,
        "url": address(noun, str(line.key)),
        "told": told,
        "deals": line.deals,
    }


def _bare(site: str) -> str:
    """A site as it is said: without what stands before its name."""
    return site.partition("://")[2] or site


def beside(
    seen: Beside, *, take: Mapping[str, str] | None = None, changed: Collection[str] = (), problem: str = ""
) -> dict[str, Any]:
    """The context of two side by side; `take` is what was chosen already, `changed` what others changed meanwhile."""
    chosen = take or {}
    sides = (("kept", seen.kept), ("gone", seen.gone))
    rows = [
        {
            "cell": cell,
            "options": [
                {
                    "side": side,
                    "value": getattr(cell, side),
                    "checked": chosen.get(cell.field, cell.take) == side,
                    "changed": f"{side}.{cell.field}" in changed,
                }
                for side, _head in sides
            ],
            "title": cell.title,
        }
        for cell in seen.cells
    ]
    return {
        "area": "clients",
        "noun": seen.noun,
        "plural": PLURAL[seen.noun],
        "kept": seen.kept,
        "gone": seen.gone,
        "heads": [
            {"head": head, "url": address(seen.noun, str(head.key)), "told": along(head.along)}
            for _s, head in sides
        ],
        "choose": [row for row in rows if not row["cell"].same],
        "same": [row for row in rows if row["cell"].same and row["cell"].kept],
        "seen": seen.seen,
        "goes": goes(seen.gone),
        "why": alike_words.reasons(seen.noun, seen.likeness.reasons),
        "two_inns": not seen.likeness.reasons and _two_inns(seen),
        "swapped": compare_address(seen.noun, seen.gone.key, seen.kept.key),
        "problem": problem,
    }


def _two_inns(seen: Beside) -> bool:
    return any(cell.field == "inn" and cell.kept and cell.gone and not cell.same for cell in seen.cells)


def goes(gone: Head) -> str:
    """What comes along with the one that goes up in the other."""
    told = along(gone.along)
    if not told:
        return _("Nothing is attached to “%(name)s”: only its data may come along.") % {"name": gone.name}
    return _("Along with “%(name)s” come %(what)s.") % {"name": gone.name, "what": told}


def along(what: Along) -> str:
    """Deals, inquiries and people, counted; what there is none of is not named."""
    said = [
        (what.deals, ngettext("%(n)s deal", "%(n)s deals", what.deals)),
        (what.inquiries, ngettext("%(n)s inquiry", "%(n)s inquiries", what.inquiries)),
        (what.people, ngettext("%(n)s person", "%(n)s people", what.people)),
    ]
    return ", ".join(words % {"n": count} for count, words in said if count)


def same(noun: Noun, found: Sequence[Same]) -> list[dict[str, Any]]:
    """Clients that somebody who is being written down may be, each with the reason and the way to the card."""
    return [
        {**_side(noun, one.line), "line": one.line, "why": alike_words.reasons(noun, one.reasons)}
        for one in found
    ]


def merges(seen: Merges) -> dict[str, Any]:
    """The context of the list of merges."""
    return {"area": "clients", "merges": [merge_line(one) for one in seen.merges], "more": seen.more}


def merge_line(one: MergeLine) -> dict[str, Any]:
    """A merge in a list."""
    return {
        "line": one,
        "url": reverse("merge_seen", args=[one.key]),
        "kept_url": address(one.noun, str(one.kept)),
    }


def merge_seen(seen: MergeSeen, problem: str = "") -> dict[str, Any]:
    """The context of one merge."""
    line = seen.line
    return {
        "area": "clients",
        "line": line,
        "kept_url": address(line.noun, str(line.kept)),
        "gone_url": address(line.noun, str(line.gone)),
        "back": along(seen.back),
        "stays": along(seen.stays),
        "values": ", ".join(seen.values),
        "values_stayed": ", ".join(seen.values_stayed),
        "problem": problem,
    }


def of_card(by: Actor, noun: Noun, key: int) -> dict[str, Any]:
    """What the card of a client tells of doubles."""
    pairs = duplicates.pairs_of(by, noun, key)
    return {
        "doubles": [
            {
                "line": one.line,
                "why": alike_words.reasons(noun, one.reasons),
                "url": compare_address(noun, key, one.line.key),
            }
            for one in pairs
        ],
        "merged": [merge_line(one) for one in merging.merges_of(by, noun, key)],
        "merge_with": reverse("merge_with", args=[PLURAL[noun], key]),
    }


def title_of(noun: Noun) -> str:
    """Which clients the list is of."""
    return _("Companies") if noun == "company" else pgettext("clients", "People")
