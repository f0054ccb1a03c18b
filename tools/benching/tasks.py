"""The tasks of the bench: each done several rounds, beside its limit, in one process on one database."""

import json
import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle as round_and_round
from typing import Any
from unittest import mock
from urllib.parse import quote

from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import resolve

from benching import limits
from benching.caller import Caller, counted, cpu, pace
from benching.crowd import NOW, PASSWORD
from voronka.actions import cycle, figures, people
from voronka.core.access import Actor
from voronka.insight.reckoning import funnels
from voronka.queries.passport.measured import judge
from voronka.store.models import DealRow, Person
from voronka.store.values import latest

ROUNDS = 9
SCRIPT = {"HTTP_HX_REQUEST": "true"}


@dataclass
class Measured:
    """One task: processor time of a request (the median round), its limit's, and its SQL statements.

    Times are in paces, the fixed piece of work beside each round; `pace` is the quickest one in milliseconds.
    """

    task: str
    cost: float
    sql: int
    limit: float
    pace: float


class Bench:
    """Everything that is measured on one database."""

    def __init__(self) -> None:
        self.caller = Caller()
        self.caller.sign_in("head@bench.example", PASSWORD)
        person = Person.objects.get(email="head@bench.example")
        self.head: Actor = person.actor
        token = people.make_token(name="bench", scopes="read write", by=self.head, at=datetime.now(UTC))
        self.bearer = {"HTTP_AUTHORIZATION": f"Bearer {token.secret}", "CONTENT_TYPE": "application/json"}
        self.raw = limits.opened()
        self.stages = [stage.id for stage in latest().cycle.stages]
        self.keys = list(
            DealRow.objects.filter(status="open").order_by("id").values_list("pk", flat=True)[:400]
        )
        self.serial = 0
        figures.recount(reckon=funnels, judge=judge, by=self.head, at=datetime.now(UTC))

    def all(self) -> list[Measured]:
        """Every task, in the order of the table."""
        return [
            self.board_cold(),
            self.board_warm(),
            self.list_page(),
            self.list_sorted("agreed", "sum"),
            self.list_sorted("client", "client"),
            self.list_search(),
            self.today(),
            self.passport(),
            self.funnel(),
            self.card(),
            *self.moves(),
            self.lead(),
            self.search(),
            self.search_notes(),
            self.search_phone(),
            self.search_page(),
        ]

    def measure(
        self, task: str, one: Callable[[], object], limit: Callable[[], object] | None, times: int
    ) -> Measured:
        """The median round of `one`, and of its limit, by turns."""
        one()
        with counted() as statements:
            one()
        rounds, others, paces = [], [], []
        for _ in range(ROUNDS):
            paces.append(pace())
            rounds.append(cpu(lambda: [one() for _ in range(times)]) / times / paces[-1])
            if limit is not None:
                others.append(cpu(lambda: [limit() for _ in range(times)]) / times / paces[-1])
        floor = statistics.median(others) if others else 0.0
        return Measured(task, statistics.median(rounds), len(statements), floor, min(paces))

    def page(self, path: str, **headers: str) -> bytes:
        """A page that must be there."""
        status, _, content = self.caller.get(path, **headers)
        assert status == 200, f"{path} answered {status}"
        return content

    # -- reading ----------------------------------------------------------------------------------

    def board_warm(self) -> Measured:
        """The cards are drawn already, as for everybody but the first visitor of the day."""
        return self.measure(
            "board, warm", lambda: self.page("/cycle/board"), lambda: limits.board(self.raw, self.stages), 10
        )

    def board_cold(self) -> Measured:
        """Nothing is kept from before."""
        from voronka.queries.cycle import cards as read
        from voronka.rooms.cycle import cards as drawn

        def one() -> None:
            read._kept.clear()
            drawn._drawn.clear()
            self.page("/cycle/board")

        return self.measure("board, cold", one, lambda: limits.board(self.raw, self.stages), 5)

    def list_search(self) -> Measured:
        """The list of deals narrowed by words of the client's name."""
        words = round_and_round(("пекарня", "стом", "ООО", "кровля", "сыр", "турб", "лапа 1", "клининг"))
        return self.measure(
            "list of deals, searched", lambda: self.page("/cycle/list?q=" + quote(next(words))), None, 10
        )

    def list_sorted(self, column: str, word: str) -> Measured:
        """The list of open deals by a column, with columns that were chosen."""
        shown = "client,stage,agreed,paid,phone,channel,owner"
        path = f"/cycle/list?sort=-{column}&columns={shown}"
        return self.measure(f"list sorted by {word}", lambda: self.page(path), None, 10)

    def list_page(self) -> Measured:
        """The list of open deals."""
        return self.measure("list of deals", lambda: self.page("/cycle/list"), None, 10)

    def today(self) -> Measured:
        """What to do today."""
        return self.measure("today", lambda: self.page("/"), None, 10)

    def passport(self) -> Measured:
        """The ten answers, judged from what the worker kept."""
        return self.measure("passport", lambda: self.page("/passport"), None, 10)

    def funnel(self) -> Measured:
        """How many go on, from what the worker kept."""
        return self.measure("funnel", lambda: self.page("/cycle/funnel?days=364"), None, 10)

    def card(self) -> Measured:
        """Each time another deal."""
        keys, others = round_and_round(self.keys), round_and_round(self.keys)
        return self.measure(
            "deal card with history",
            lambda: self.page(f"/cycle/deals/{next(keys)}"),
            lambda: limits.card(self.raw, next(others)),
            20,
        )

    def search(self) -> Measured:
        """Companies by the beginning of a word of their name."""
        words = round_and_round(("пекарня", "стом", "ООО", "кровля", "сыр", "турб", "лапа 1", "клининг"))
        others = round_and_round(("пекарня", "стом", "ооо", "кровля", "сыр", "турб", "лапа", "клининг"))
        return self.measure(
            "search by client name (palette)",
            lambda: self.page(SEARCH + quote(next(words)), **SCRIPT),
            lambda: limits.search(self.raw, next(others)),
            20,
        )

    def search_notes(self) -> Measured:
        """Words of notes in other forms than they were written in: common ones, rare ones, two together."""
        words = round_and_round(
            ("смету", "подрядчики", "кухни", "артикулы", "абв02", "звонка макеты", "сроком")
        )
        return self.measure(
            "search by a word of a note (palette)",
            lambda: self.page(SEARCH + quote(next(words)), **SCRIPT),
            None,
            20,
        )

    def search_phone(self) -> Measured:
        """From three to six digits that stand somewhere in a telephone."""
        parts = round_and_round(("0012", "00123", "000", "7000", "31337", "001234"))
        return self.measure(
            "search by a part of a phone (palette)",
            lambda: self.page(SEARCH + next(parts), **SCRIPT),
            None,
            20,
        )

    def search_page(self) -> Measured:
        """The page with a few of everything."""
        words = round_and_round(("смета", "пекарня", "договоров", "кухня"))
        return self.measure(
            "page of the search", lambda: self.page("/search?q=" + quote(next(words))), None, 10
        )

    # -- changing ---------------------------------------------------------------------------------

    def moves(self) -> list[Measured]:
        """One deal there and back: by a page's request, by the view alone, by the engine alone."""
        key = self._movable()
        raw = limits.RawLoop(self.raw)
        there = round_and_round(("strategy", "call"))
        told = [
            self.measure("move by HTTP", lambda: self._move(key, next(there)), lambda: raw.one(key), 20),
            self.measure("the same without session and user", self._bare_move(key, there), None, 20),
            self.measure("move in the engine", self._engine_move(key, there), lambda: raw.one(key), 100),
        ]
        raw.clean()
        return told

    def _movable(self) -> int:
        """A deal on the second stage that has all it needs to go on."""
        key: int = DealRow.objects.filter(status="open", stage="call").values_list("pk", flat=True)[0]
        at = datetime.now(UTC)
        for step in latest().stage("call").steps:
            cycle.tick_step(key=key, step=step.id, by=self.head, at=at)
        cycle.log_evidence(key=key, what="call", by=self.head, at=at)
        return key

    def _form(self, to: str) -> dict[str, str]:
        self.serial += 1
        return {"to": to, "request": f"bench-{id(self)}-{self.serial}"}

    def _move(self, key: int, to: str) -> None:
        status, _, content = self.caller.post(f"/cycle/deals/{key}/stage", self._form(to), **SCRIPT)
        assert status < 400, (status, content[:300])

    def _bare_move(self, key: int, there: Any) -> Callable[[], object]:
        """The view with its decorators; who asks is known already."""
        factory, view = RequestFactory(), resolve(f"/cycle/deals/{key}/stage")
        session = SessionStore(self.caller.cookies["voronka"])
        known = HttpRequest()
        known.session = session
        person = get_user(known)

        def one() -> None:
            request = factory.post("/", self._form(next(there)), headers={"HX-Request": "true"})
            request.user, request.session = person, session
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
            assert view.func(request, *view.args, **view.kwargs).status_code < 400

        return one

    def _engine_move(self, key: int, there: Any) -> Callable[[], object]:
        def one() -> None:
            to, at = next(there), NOW + timedelta(days=1)
            assert cycle.move_deal(key=key, to=to, by=self.head, at=at).done

        return one

    def lead(self) -> Measured:
        """An inquiry by the API that is a lead at once."""

        def one() -> None:
            self.serial += 1
            body = json.dumps(
                {
                    "channel": "site_form",
                    "name": f"Анна Лапина {self.serial}",
                    "phone": f"+7000{self.serial:07}",
                    "brief_filled": True,
                }
            ).encode()
            headers = {**self.bearer, "HTTP_IDEMPOTENCY_KEY": f"bench-{id(self)}-{self.serial}"}
            status, _, content = Caller.ask(self.caller, "POST", "/api/v1/inquiries", body, headers)
            assert status == 201, (status, content[:300])

        with mock.patch.dict(self.caller.cookies, clear=True):
            return self.measure("create a lead by API", one, lambda: limits.lead(self.raw, self.serial), 20)


SEARCH = "/find?q="


def measured() -> list[dict[str, Any]]:
    """Everything as plain data."""
    return [asdict(one) for one in Bench().all()]
