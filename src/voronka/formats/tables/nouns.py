"""What the lines of a table are that no known system wrote: seen by all its headings."""

from collections.abc import Iterable, Iterator
from typing import Final

from voronka.core.imports import Noun
from voronka.formats.tables import headings
from voronka.formats.tables.headings import fold
from voronka.formats.tables.table import Table

_NOUN_SIGNS: Final[tuple[tuple[Noun, tuple[str, ...]], ...]] = (
    ("change", ("change.deal", "change.to", "change.at")),
    ("payment", ("payment.deal", "payment.amount", "payment.paid_on")),
    ("deal", ("deal.stage",)),
    ("inquiry", ("inquiry.received_at", "inquiry.channel", "inquiry.message")),
)
_CLIENT_SIGNS: Final[tuple[tuple[Noun, tuple[str, ...]], ...]] = (
    ("contact", ("contact.name", "contact.phone")),
    ("contact", ("contact.name", "contact.email")),
    ("company", ("company.name",)),
    ("deal", ("deal.title",)),
)
_ONLY_DEALS: Final = frozenset(
    ("deal.amount", "deal.pipeline", "deal.status", "deal.closed_at", "deal.lost_reason", "deal.paid")
)
"""What nobody keeps beside a client. Who leads, the day of making and the source stand in lists of clients too."""


def noun_of(table: Table) -> Noun:
    """What the table tells of, by which columns are recognised."""
    if _of_inquiries(table):
        return "inquiry"
    staged = any(headings.target("deal", head) == "deal.stage" for head in table.heads)
    for noun in _signed(table, _NOUN_SIGNS):
        if not (noun == "payment" and staged) and not (noun == "change" and _once(table)):
            return noun
    if found := _of_titles(table) or next(_signed(table, _CLIENT_SIGNS), None):
        return found
    counts = {noun: sum(bool(headings.target(noun, head)) for head in table.heads) for noun in headings.WORDS}
    return max(counts, key=lambda noun: counts[noun])


def _signed(table: Table, signs: Iterable[tuple[Noun, tuple[str, ...]]]) -> Iterator[Noun]:
    for noun, needed in signs:
        if {headings.target(noun, head) for head in table.heads}.issuperset(needed):
            yield noun


def _of_titles(table: Table) -> Noun | None:
    """What lines are that have a title: deals, or companies with their contacts; None for lines of people.

    `Название` may be a deal's, a company's or a person's. Beside a column of people it is no person's, beside one
    of companies no company's, and beside a sum or the end of a deal it is the deal's.
    """
    titles = [
        head
        for head in table.heads
        if headings.target("deal", head) == "deal.title"
        and fold(head) != "title"  # a post, where people are listed
    ]
    found = {headings.target("deal", head) for head in table.heads}
    if titles and found & _ONLY_DEALS:
        return "deal"
    if "contact.name" not in found:
        return None
    named = {head for head in table.heads if headings.target("company", head) == "company.name"}
    if "company.name" in found or not named.issuperset(titles):
        return "deal" if titles else None
    return "company" if any(headings.target("deal", head) in ("", "deal.title") for head in named) else None


def _of_inquiries(table: Table) -> bool:
    """Two headings that only inquiries have, and one of them or another says when they came."""
    found = {headings.target("inquiry", head): head for head in table.heads}
    own = [head for target, head in found.items() if target and not headings.target("deal", head)]
    return "inquiry.received_at" in found and len(own) > 1


def _once(table: Table) -> bool:
    """Does each deal stand there but once? Then the lines are deals on their stages, and no changes of them."""
    by_target = {headings.target("change", head): place for place, head in enumerate(table.heads)}
    if "change.from" in by_target:
        return False
    deals = [row[by_target["change.deal"]] for row in table.sample(2000)]
    return len(deals) == len(set(deals))
