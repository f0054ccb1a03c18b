"""Rows that a search found, as far as the actor sees them, by statements that are made once.

While one types, each sign asks for the same rows by other keys: making a query costs Django more than the database its
answer.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, Literal

from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from voronka.core.access import Actor
from voronka.queries.records import sight
from voronka.store import sql
from voronka.store.models import Company, Contact, DealRow, InquiryRow, Text, TextUse

Table = Literal["store_dealrow", "store_company", "store_contact", "store_inquiryrow", "store_textuse"]
Rows = QuerySet[Any, tuple[Any, ...]]


def _deals(actor: Actor) -> Rows:
    rows = DealRow.objects.filter(sight.deals(actor)).order_by("-pk")
    return rows.values_list("pk", "status", "title", "agreed", "currency", "company__name", "contact__name")


def _companies(actor: Actor) -> Rows:
    return Company.objects.filter(sight.companies(actor)).values_list("pk", "name", "about", "inn")


def _contacts(actor: Actor) -> Rows:
    rows = Contact.objects.filter(sight.contacts(actor))
    return rows.values_list("pk", "name", "company__name", "phone", "email")


def _inquiries(actor: Actor) -> Rows:
    rows = InquiryRow.objects.filter(sight.inquiries(actor)).order_by("-pk")
    return rows.values_list("pk", "contact__name", "received_at")


def _texts(actor: Actor) -> Rows:
    mine = Q(deal__isnull=False) & sight.deals(actor, "deal__")
    mine |= Q(inquiry__isnull=False) & sight.inquiries(actor, "inquiry__")
    body = Subquery(Text.objects.filter(pk=OuterRef("text")).values("body")[:1])
    return TextUse.objects.filter(mine).order_by("-pk").annotate(body=body).values_list(
        "pk", "deal_id", "inquiry_id", "kind", "at", "body", "deal__company__name", "deal__contact__name",
        "inquiry__contact__name", "deal__title",
    )  # fmt: skip


_READ: Final[dict[Table, Callable[[Actor], Rows]]] = {
    "store_dealrow": _deals,
    "store_company": _companies,
    "store_contact": _contacts,
    "store_inquiryrow": _inquiries,
    "store_textuse": _texts,
}
_WHICH: Final = "'which' = 'which'"
"""Stands in a statement where the condition of the moment is put."""


@lru_cache(maxsize=1024)
def _statement(table: Table, actor: Actor) -> tuple[str, tuple[Any, ...]] | None:
    """The statement with the values that it waits for; None for one who sees nothing of this table."""
    rows = _READ[table](actor).filter(RawSQL(_WHICH, (), BooleanField()))
    try:
        statement, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return statement, tuple(values)


def those(
    table: Table,
    actor: Actor,
    wanted: Mapping[str, Sequence[int]],
    *,
    floor: int = 0,
    below: int | None = None,
    most: int = 1_000,
) -> list[tuple[Any, ...]]:
    """Rows whose column is one of these numbers (column -> numbers, one of them is enough), at most so many.

    Deals, inquiries and texts come the newest first. `floor` and `below` bound their keys. One statement, and none
    where nothing is wanted.
    """
    made = _statement(table, actor)
    parts = [
        f"SELECT m.id FROM {table} m WHERE {_one_of(column, some)}" for column, some in wanted.items() if some
    ]
    if made is None or not parts:
        return []
    which = f"{table}.id IN ({' UNION '.join(parts)})"
    if floor:
        which += f" AND {table}.id >= {floor:d}"
    if below is not None:
        which += f" AND {table}.id < {below:d}"
    statement, values = made
    return sql.all_of(f"{statement.replace(_WHICH, which)} LIMIT {most:d}", values)


def _one_of(column: str, numbers: Sequence[int]) -> str:
    return f"m.{column} IN ({', '.join([f'{one:d}' for one in numbers])})"
