"""Every action and every query that is told who acts has its line in the tables of rights."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType

import voronka.actions
import voronka.queries
from tests.actions.plain import PLAIN
from tests.actions.test_roles import BESIDES
from tests.actions.verbs import ON_DEAL, ON_INQUIRY
from tests.house.tree import told
from tests.queries.asked import ON_DEALS, ON_INQUIRIES, OTHERS
from voronka.actions import arrivals, change, files, migration, past_inquiries, past_moves, past_payments
from voronka.actions.deciding import assign
from voronka.queries import find_hits, find_rows
from voronka.queries.closing import ordering, payments
from voronka.queries.cycle import asked, board, cards, deals, silent, sorting
from voronka.queries.lists import address, client_order, inquiry_order
from voronka.queries.lists import bulk as bulk_list
from voronka.queries.lists import clients as client_lists
from voronka.queries.lists import closing as closing_lists
from voronka.queries.lists import deals as deal_list
from voronka.queries.lists import inquiries as inquiry_list
from voronka.queries.lists import payments as payment_list
from voronka.queries.passport import difference
from voronka.queries.records import files as kept
from voronka.queries.records import sight

PARTS: set[Callable[..., object]] = {
    arrivals.owner_for,
    change.on_deal,
    change.once,
    change.require_sight,
    assign,
    files.require_file,
    migration.note,
    past_inquiries.take,
    past_moves.take,
    past_payments.take,
    board.counts,
    board.attention_and_unplanned,
    board.attention_count,
    cards.sight,
    address.filters,
    address.owner,
    deals.keys,
    deals.most,
    sorting.runs,
    client_order.runs,
    inquiry_order.runs,
    ordering.runs,
    asked.asked,
    silent.silent,
    kept.own,
    difference.side_of,
    find_hits.companies,
    find_rows.those,
    find_hits.contacts,
    find_hits.deals,
    find_hits.inquiries,
    find_hits.written,
    payments.lines,
    payments.count,
    bulk_list.sheet,
    deal_list.sheet,
    closing_lists.between,
    closing_lists.unpaid,
    inquiry_list.sheet,
    payment_list.sheet,
    client_lists.companies,
    client_lists.people,
    sight.deals,
    sight.inquiries,
    sight.companies,
    sight.contacts,
}
"""Not asked by any face of its own: what the verbs and the queries of the tables are made of."""


def told_who(package: ModuleType) -> Iterator[Callable[..., object]]:
    """The public functions of a floor that take an Actor."""
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        module = importlib.import_module(found.name)
        for name, one in inspect.getmembers(module, inspect.isfunction):
            takes = inspect.signature(one).parameters.values()
            public = one.__module__ == module.__name__ and not name.startswith("_")
            if public and any("Actor" in str(parameter.annotation) for parameter in takes):
                yield one


def lacking(package: ModuleType, tried: set[Callable[..., object]]) -> list[str]:
    return [
        f"{one.__module__}.{one.__name__} has no line in a table of rights"
        for one in told_who(package)
        if one not in tried | PARTS
    ]


def test_every_action_has_its_line_in_a_table_of_rights() -> None:
    tried = {verb.act for verb in [*ON_DEAL, *ON_INQUIRY, *BESIDES]} | {plain.act for plain in PLAIN.values()}
    wrong = lacking(voronka.actions, tried)
    assert not wrong, told([*wrong, "tests/actions/test_roles.py, with an example in verbs.py or plain.py"])


def test_every_query_has_its_line_in_a_table_of_rights() -> None:
    tried = {one.query for table in (ON_DEALS, ON_INQUIRIES) for one in table.values()}
    wrong = lacking(voronka.queries, tried | {one.query for one in OTHERS.values()})
    assert not wrong, told([*wrong, "tests/queries/test_roles.py, with an example in asked.py"])
