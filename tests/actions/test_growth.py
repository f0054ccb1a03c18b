"""What a move, a note and the board cost: few statements, and no more work however many deals there are."""

from collections.abc import Callable

import pytest
from benching import crowd
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import World
from voronka.actions import cycle, entry
from voronka.queries.cycle import board

MOST = 1.15
"""How much dearer a thing may be with twenty times the deals."""


def test_a_move_is_ten_statements_at_most(world: World) -> None:
    key = world.deal_at("brief", ready=True)
    for to in ("call", "brief"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert cycle.move_deal(key=key, to=to, by=world.manager, at=world.later(), request=to).done
        told = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
        assert len(told) <= 10, "\n".join(told)


def steps(act: Callable[[], object]) -> int:
    """How many steps SQLite's machine took."""
    count = [0]

    def step() -> int:
        count[0] += 1
        return 0

    connection.connection.set_progress_handler(step, 1)
    try:
        act()
    finally:
        connection.connection.set_progress_handler(None, 1)
    return count[0]


def costs(world: World, keys: list[int]) -> dict[str, int]:
    """The steps of each thing, the least of a few times."""
    to_and_fro: list[Callable[[int], object]] = [
        lambda key: cycle.move_deal(key=key, to="call", by=world.head, at=world.now),
        lambda key: cycle.move_deal(key=key, to="brief", by=world.head, at=world.now),
    ]
    return {
        "a move": min(steps(lambda key=key, act=act: act(key)) for key in keys for act in to_and_fro),
        "a note": min(
            steps(lambda key=key: cycle.add_note(key=key, text="слово", by=world.head, at=world.now))
            for key in keys
        ),
        "a new deal": min(
            steps(lambda: entry.open_deal(title="Сайт", by=world.manager, at=world.now)) for _ in keys
        ),
        "the head's board": steps(lambda: board.board(world.head, world.now, page=2)),
        "a manager's board": steps(lambda: board.board(world.manager, world.now, page=2)),
    }


@pytest.mark.sqlite
def test_nothing_grows_with_the_number_of_deals(world: World) -> None:
    people = crowd.Crowd(world.head, (world.manager,), world.process)
    keys = [world.deal_at("brief", ready=True) for _ in range(3)]
    crowd.build(people, 100, open_share=0.5)
    few = costs(world, keys)
    crowd.build(people, 1900, open_share=0.5, seed=2)
    many = costs(world, keys)
    assert {name: many[name] / few[name] for name in few if many[name] > few[name] * MOST} == {}, (few, many)
