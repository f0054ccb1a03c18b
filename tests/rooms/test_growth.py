"""No page does work that grows with all deals: statements and the steps of the database, with 300 and with 3,000."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle as cycle_of

import pytest
from benching import crowd
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.inquiring import inquiries
from voronka.actions import cycle
from voronka.frame import navigation, processes
from voronka.queries import clients
from voronka.queries.closing import payments
from voronka.queries.cycle import board, cards, deals, silent, sorting, today
from voronka.queries.lists import inquiries as inquiry_list
from voronka.rooms.cycle import cards as drawn
from voronka.rooms.cycle import going_on
from voronka.store import index, teams
from voronka.store.models import DealRow, Person, Team

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

FEW, ENOUGH, MANY = 300, 1000, 3000
"""ENOUGH is so many that whoever leads a team has more that ask for a look than are counted."""
MOST = 1.15
CHANCE = {"payments by client": 2.0, "payments by -client": 2.0}
"""Ten times as many have others at the ends of the alphabet, some of whom have no payments to show."""
CLIENTS = {
    f"{kind} by {sort or 'age'}": f"/clients/?kind={kind}&columns=name,number,created_at&sort={sort}"
    for kind, sorts in (
        ("companies", ("", "name", "-inn", "created_at")),
        ("people", ("", "-name", "company", "-company", "email", "-created_at")),
    )
    for sort in sorts
}
"""The lists of clients in their orders."""
INQUIRIES = {
    f"inquiries by {sort or 'age'}": f"/entry/inquiries/list?shown={shown}&columns=name,number,owner&sort={sort}"
    for shown, sorts in (
        ("open", ("", "-answered_at", "channel")),
        ("all", ("received_at", "-name", "answered_at", "owner", "-channel")),
    )
    for sort in sorts
}
"""The list of inquiries in its orders."""
PAYMENTS = {
    f"payments by {sort or 'age'}": f"/closing/payments/?period=all&columns=client,amount,state&sort={sort}"
    for sort in ("", "paid_on", "-amount", "amount", "client", "-client")
}
"""The list of payments in its orders."""
STATEMENTS = {
    "board": 8,
    "list": 9,
    "by sum": 10,
    "by client": 11,
    "today": 8,
    "card": 12,
    "move": 12,
    "search": 12,
    **dict.fromkeys(CLIENTS, 9),
    **dict.fromkeys(INQUIRIES, 11),
    **dict.fromkeys(PAYMENTS, 11),
}
"""At most so many statements, session and person included."""


@dataclass
class Cost:
    """What one request asked of the database."""

    statements: int
    steps: int


@contextmanager
def counted() -> Iterator[Cost]:
    """Statements, and steps of SQLite's machine (told every tenth)."""
    cost = Cost(0, 0)

    def ten_more() -> int:
        cost.steps += 10
        return 0

    connection.ensure_connection()
    connection.connection.set_progress_handler(ten_more, 10)
    try:
        with CaptureQueriesContext(connection) as queries:
            yield cost
        cost.statements = len(
            [one for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
        )
    finally:
        connection.connection.set_progress_handler(None, 0)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Client:
    """The head of sales, to whom pages show few lines, so that both crowds fill them."""
    for module, name in (
        (board, "PAGE"),
        (deals, "PAGE"),
        (deals, "MATCHES"),
        (today, "MOST"),
        (silent, "MOST"),
        (clients, "PAGE"),
        (payments, "PAGE"),
        (inquiry_list, "PAGE"),
        (sorting, "GATHERED"),  # so that both crowds walk the index
        (sorting, "JOINED"),  # and reach the bound of it
    ):
        monkeypatch.setattr(module, name, 5)
    for kept in (navigation, processes, going_on):
        monkeypatch.setattr(kept, "FRESH", 3600)  # which page pays for what is kept a while is chance
    client = Client()
    people = crowd.found(datetime.now(UTC), managers=2)
    client.force_login(Person.objects.get(pk=people.head.id))
    client.crowd = people  # type: ignore[attr-defined]
    return client


def requests(browser: Client) -> dict[str, Callable[[], object]]:
    """Each page, and the move of a deal that has all it needs."""
    key = DealRow.objects.filter(status="open", stage="call").order_by("id").values_list("pk", flat=True)[0]
    other = DealRow.objects.filter(status="won").order_by("id").values_list("pk", flat=True)[0]
    at, by = datetime.now(UTC), browser.crowd.head  # type: ignore[attr-defined]
    for step in browser.crowd.process.stage("call").steps:  # type: ignore[attr-defined]
        cycle.tick_step(key=key, step=step.id, by=by, at=at)
    cycle.log_evidence(key=key, what="call", by=by, at=at)

    ways = cycle_of(("strategy", "call"))

    def move() -> object:
        return browser.post(f"/cycle/deals/{key}/stage", {"to": next(ways)}, headers={"HX-Request": "true"})

    return {
        "board": lambda: browser.get("/cycle/board"),
        "list": lambda: browser.get("/cycle/list"),
        "by sum": lambda: browser.get("/cycle/list?sort=-agreed&columns=client,agreed,phone"),
        "by client": lambda: browser.get("/cycle/list?sort=client&columns=client,agreed,channel"),
        "today": lambda: browser.get("/"),
        "card": lambda: browser.get(f"/cycle/deals/{other}"),
        "search": lambda: browser.get("/cycle/list?q=ооо"),
        **{
            word: lambda path=path: browser.get(path)
            for word, path in {**CLIENTS, **INQUIRIES, **PAYMENTS}.items()
        },  # type: ignore[misc]
        "move": move,
    }


def measured(browser: Client) -> dict[str, Cost]:
    index.pack()  # how many parts the index has at a moment says when it was written, not how much it holds
    costs = {}
    for word, ask in requests(browser).items():
        ask(), ask()  # the second one takes the move back
        cards._kept.clear()
        drawn._drawn.clear()
        with counted() as cost:
            answer = ask()
        assert answer.status_code < 300, word  # type: ignore[attr-defined]
        ask()
        costs[word] = cost
    return costs


def test_ten_times_the_deals_cost_a_page_no_more(browser: Client) -> None:
    now, people = datetime.now(UTC), browser.crowd  # type: ignore[attr-defined]
    crowd.build(people, FEW, open_share=0.8, now=now)
    few_told = inquiries(people.process, FEW, owners=people.managers, at=now)
    few = measured(browser)
    crowd.build(people, MANY - FEW, open_share=0.8, seed=2, now=now)
    inquiries(people.process, MANY - len(few_told), owners=people.managers, at=now)
    many = measured(browser)
    for word, cost in many.items():
        assert cost.statements == few[word].statements, word
        assert cost.statements <= STATEMENTS[word], (word, cost)
        assert cost.steps <= few[word].steps * CHANCE.get(word, MOST), (word, few[word], cost)


def test_a_team_costs_whoever_leads_it_no_more_than_one_person_does(browser: Client) -> None:
    """Small or great: no page asks more statements for it, nor works more as deals grow in number."""
    now, people = datetime.now(UTC), browser.crowd  # type: ignore[attr-defined]
    leader = Person.objects.get(pk=people.managers[0].id)
    browser.force_login(leader)
    costs: list[dict[str, Cost]] = []
    for crowds, built, mates in ((4, ENOUGH // 4, 0), (0, 0, 1), (1, MANY - ENOUGH, 1)):
        # Each crowd brings a few to the last stage: with four of them everybody's page is full of those too.
        for seed in range(crowds):
            crowd.build(people, built, open_share=0.8, now=now, seed=built + seed)
        team = Team.objects.get_or_create(name="Север", defaults={"head": leader})[0]
        Person.objects.filter(pk=people.managers[1].id).update(team=team if mates else None)
        teams.settle()
        costs.append(pages(browser))
    alone, few, many = costs
    for word in alone:
        assert few[word].statements == many[word].statements == alone[word].statements, word
        assert many[word].steps <= few[word].steps * MOST, (word, few[word], many[word])


def pages(browser: Client) -> dict[str, Cost]:
    """What the work screens cost with nothing kept of earlier ones."""
    found = {}
    for word, path in {"board": "/cycle/board", "list": "/cycle/list", "today": "/"}.items():
        browser.get(path)
        cards._kept.clear()
        drawn._drawn.clear()
        with counted() as cost:
            assert browser.get(path).status_code == 200
        found[word] = cost
    return found
