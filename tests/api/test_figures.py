"""Figures through the API: as the worker keeps them."""

from collections.abc import Callable

from tests.api.conftest import Program
from tests.world import World
from voronka.actions import figures
from voronka.core.access import SYSTEM
from voronka.insight.reckoning import funnels


def test_the_funnel_is_told_as_it_is_kept(world: World, program: Callable[..., Program]) -> None:
    manager = program(world.manager)
    before = manager.get("/figures/funnel").json()
    assert (before["counted_at"], before["stages"], before["versions"]) == (None, [], [1])
    world.deal_at("call")
    figures.recount(reckon=funnels, by=SYSTEM, at=world.now)
    told = manager.get("/figures/funnel?days=364&version=0").json()
    assert (told["deals"], told["open"], told["rate"]) == (1, 1, None)
    assert [one["n"] for one in told["stages"]] == [1, 1, 0, 0, 0]
    assert told["stages"][0]["norm"] == "2 working days"


def test_figures_that_nobody_keeps_are_not_found(world: World, program: Callable[..., Program]) -> None:
    for asked in ("days=91", "version=7", "process=nothing"):
        assert program(world.head).get(f"/figures/funnel?{asked}").status_code == 404
    assert program(world.head).get("/figures/funnel?days=x").status_code == 422


def test_the_verdicts_are_told_with_why_and_the_lists_behind(
    world: World, program: Callable[..., Program]
) -> None:
    told = program(world.manager).get("/figures/verdicts").json()
    assert [one["number"] for one in told] == list(range(1, 11))
    assert told[2]["why"] == ["counting"]
    assert told[5]["state"] == "not_answered"
    assert told[1]["sentence"].startswith("Too little data yet")
