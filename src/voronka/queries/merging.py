"""Two records of a client side by side, what goes along when they are merged, and the merges that there were."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from voronka.core import access, merging
from voronka.core.access import Actor
from voronka.core.duplicates import Likeness, Noun, compare
from voronka.core.merging import FIELDS, Side, Values
from voronka.core.problems import Invalid, NotFound, Problem
from voronka.queries import own
from voronka.queries.alike_words import field_title
from voronka.queries.records import sight
from voronka.queries.records.paging import Order, page
from voronka.queries.words import phone
from voronka.store import alike, merged, sql, values
from voronka.store.models import Company, Contact, DealRow, InquiryRow, Merge, Person

PAGE: Final = 50
_ORDER: Final = Order("merges", "id")


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of both: what each says, in words, and whose value is proposed. `same`: there is nothing to choose."""

    field: str
    title: str
    kept: str
    gone: str
    take: Side
    same: bool


@dataclass(frozen=True, slots=True)
class Along:
    """What belongs to a client: deals, inquiries, people."""

    deals: int = 0
    inquiries: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """One of the two: who they are, since when, and what belongs to them."""

    key: int
    name: str
    created_at: datetime
    along: Along


@dataclass(frozen=True, slots=True)
class Beside:
    """Two records of a client side by side. `seen` is what the merge is told, so that it knows what was looked at."""

    noun: Noun
    kept: Head
    gone: Head
    cells: tuple[Cell, ...]
    seen: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A client that went up in another: when, by whom, and whether it was split back."""

    key: int
    noun: Noun
    kept: int
    kept_name: str
    gone: int
    gone_name: str
    at: datetime
    by_name: str
    split_at: datetime | None = None
    split_by_name: str = ""


@dataclass(frozen=True, slots=True)
class Merges:
    """A page of merges, the latest first; `more` is the place to read on from."""

    merges: tuple[MergeLine, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class MergeSeen:
    """One merge. Before it is split: what went along, what of it would go `back`, and what was added to the kept client
    since and would stay. After it: what went back, what stayed, which values are as before (`values`) and which were
    changed since and stay (`values_stayed`), by their titles.
    """

    line: MergeLine
    back: Along
    stays: Along
    values: tuple[str, ...]
    values_stayed: tuple[str, ...]


def beside(actor: Actor, noun: Noun, kept: int, gone: int) -> Beside:
    """Both records with all that is known; NotFound, Invalid where one has gone up in another or both are one."""
    access.require(actor, "client.merge")
    if kept == gone:
        raise Invalid(Problem("merge_itself", "other"))
    rows = _rows(noun, (kept, gone))
    for key, field in ((kept, "kept"), (gone, "gone")):
        if rows[key].merged_into_id is not None:
            raise merged.gone_up(noun, field, rows[key].merged_into_id)
    mine, others = (_values(noun, rows[key]) for key in (kept, gone))
    take, shown = merging.proposed(mine, others), _Shown(noun, (mine, others))
    cells = tuple(
        Cell(
            field,
            field_title(noun, field),
            shown(field, mine.get(field, "")),
            shown(field, others.get(field, "")),
            take[field],
            mine.get(field, "") == others.get(field, ""),
        )
        for field in merging.fields_of(mine, others)
    )
    cards = {card.key: card for card in alike.cards(noun, [kept, gone])}
    heads = [Head(key, rows[key].name, rows[key].created_at, _along(noun, key)) for key in (kept, gone)]
    likeness = compare(cards[kept], cards[gone])
    return Beside(noun, heads[0], heads[1], cells, merging.marks(mine, others), likeness)


def current(actor: Actor, noun: Noun, key: int) -> int:
    """Who this client is now: themselves, or whoever they went up in; NotFound."""
    access.require(actor, "client.see")
    now = merged.living(noun, key)
    seen = sight.companies(actor) if noun == "company" else sight.contacts(actor)
    model: Any = Company if noun == "company" else Contact
    if now != key and not model.objects.filter(seen, pk=now).exists():
        raise NotFound(noun, key)
    return now


def merges(actor: Actor, *, more: str = "", page_size: int = PAGE) -> Merges:
    """Who went up in whom, the latest first. Four statements; Invalid for a foreign `more`."""
    access.require(actor, "client.merge")
    found = page(
        Merge.objects.all(), _ORDER, cursor=more or None, limit=page_size, record=lambda rows: _lines(rows)
    )
    return Merges(found.items, found.next or "")


def merges_of(actor: Actor, noun: Noun, key: int, limit: int = 10) -> tuple[MergeLine, ...]:
    """Who went up in this client and is still gone; nothing without the right."""
    if not access.may(actor, "client.merge"):
        return ()
    rows = Merge.objects.filter(noun=noun, kept=key, split_at=None).order_by("-id")[:limit]
    return _lines(list(rows))


def merge(actor: Actor, key: int) -> MergeSeen:
    """One merge, as it stands; NotFound."""
    access.require(actor, "client.merge")
    row = Merge.objects.filter(pk=key).first() if sql.is_key(key) else None
    if row is None:
        raise NotFound("merge", key)
    line, moved, came = _lines([row])[0], json.loads(row.moved), json.loads(row.came)
    if row.split_at is not None:
        return MergeSeen(
            line,
            _counted(came["back"]),
            _counted(came["stayed"]),
            _titles(line.noun, came["values"]),
            _titles(line.noun, came["values_stayed"]),
        )
    root = merged.living(line.noun, row.gone)
    kept = _rows(line.noun, (row.kept,))[row.kept]
    now = _values(line.noun, kept)
    _told, back, stayed = merging.restored(json.loads(row.before), json.loads(row.after), now)
    goes, added = _goes(line.noun, root, moved), _added(line.noun, root, row, moved)
    return MergeSeen(line, goes, added, _titles(line.noun, back), _titles(line.noun, stayed))


def _goes(noun: Noun, root: int, moved: Mapping[str, Sequence[int]]) -> Along:
    """What of the things that went along is still the kept client's."""
    return Along(
        DealRow.objects.filter(**{noun: root}, pk__in=moved.get("deal", ())).count(),
        InquiryRow.objects.filter(contact=root, pk__in=moved.get("inquiry", ())).count()
        if noun == "contact"
        else 0,
        Contact.objects.filter(company=root, merged_into=None, pk__in=moved.get("contact", ())).count()
        if noun == "company"
        else 0,
    )


def _added(noun: Noun, root: int, row: Merge, moved: Mapping[str, Sequence[int]]) -> Along:
    """What is new with the kept client since the merge, whoever of the two it was meant for."""
    deals = DealRow.objects.filter(**{noun: root}, opened_at__gte=row.at).exclude(
        pk__in=moved.get("deal", ())
    )
    if noun == "company":
        people = Contact.objects.filter(company=root, merged_into=None, created_at__gte=row.at)
        return Along(deals.count(), 0, people.exclude(pk__in=moved.get("contact", ())).count())
    inquiries = InquiryRow.objects.filter(contact=root, received_at__gte=row.at)
    return Along(deals.count(), inquiries.exclude(pk__in=moved.get("inquiry", ())).count(), 0)


def _counted(told: Mapping[str, int]) -> Along:
    return Along(told.get("deal", 0), told.get("inquiry", 0), told.get("contact", 0))


def _titles(noun: Noun, fields: Iterable[str]) -> tuple[str, ...]:
    return tuple(field_title(noun, field) for field in fields)


def _rows(noun: Noun, keys: Sequence[int]) -> dict[int, Any]:
    model: Any = Company if noun == "company" else Contact
    rows: dict[int, Any] = model.objects.in_bulk([key for key in keys if sql.is_key(key)])
    for key in keys:
        if key not in rows:
            raise NotFound(noun, key)
    return rows


def _values(noun: Noun, row: Any) -> dict[str, str]:
    columns = ["company_id" if name == "company" else name for name in FIELDS[noun]]
    return merged.as_values(noun, row.own, [getattr(row, column) for column in columns])


class _Shown:
    """Values in words: a phone as people read it, a company by its name, own fields as the passport has them."""

    def __init__(self, noun: Noun, told: Sequence[Values]) -> None:
        fields, self._currency = values.client_fields(noun)
        self._own = {f"own.{one.id}": one for one in fields}
        firms = [int(firm) for each in told if (firm := each.get("company"))] if noun == "contact" else []
        names = Company.objects.filter(pk__in=firms).values_list("pk", "name") if firms else ()
        self._firms = {str(key): name for key, name in names}

    def __call__(self, field: str, value: str) -> str:
        if field == "phone":
            return phone(value)
        if field == "company":
            return self._firms.get(value, value)
        known = self._own.get(field)
        return own.shown(known, value, self._currency) if known else value


def _along(noun: Noun, key: int) -> Along:
    deals = DealRow.objects.filter(**{noun: key}).count()
    if noun == "company":
        return Along(deals, 0, Contact.objects.filter(company=key, merged_into=None).count())
    return Along(deals, InquiryRow.objects.filter(contact=key).count(), 0)


def _lines(rows: Sequence[Merge]) -> tuple[MergeLine, ...]:
    """Merges with the names of the two, as they are called now, and of whoever did it."""
    models: tuple[tuple[Noun, Any], ...] = (("company", Company), ("contact", Contact))
    called: dict[tuple[str, int], str] = {}
    for noun, model in models:
        if keys := {key for row in rows if row.noun == noun for key in (row.kept, row.gone)}:
            called |= {
                (noun, key): name for key, name in model.objects.filter(pk__in=keys).values_list("pk", "name")
            }
    labels = {label for row in rows for label in (row.by, row.split_by)}
    people = [int(number) for label in labels if (number := label.partition("person:")[2]).isdecimal()]
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
    told = {f"person:{key}": name for key, name in names.items()}
    return tuple(
        MergeLine(
            row.pk,
            row.noun,  # type: ignore[arg-type]
            row.kept,
            called.get((row.noun, row.kept), ""),
            row.gone,
            called.get((row.noun, row.gone), ""),
            row.at,
            told.get(row.by, ""),
            row.split_at,
            told.get(row.split_by, ""),
        )
        for row in rows
    )
