"""`voronka figures`."""

from tests.cli.conftest import Voronka
from tests.world import World
from voronka.store.models import KeptFigure


def test_figures_are_counted_anew_when_an_operator_asks(world: World, voronka: Voronka) -> None:
    world.deal_at("call")
    said = voronka("figures", "recount", by="head")
    assert (said.code, said.err) == (0, "")
    assert said.out == "services: 4 tables of figures from 2 stays on stages.\n"
    assert KeptFigure.objects.count() == 4
    assert voronka("figures", "recount", "--json").json[0]["process"] == "services"
    assert voronka("figures", "recount", by="manager").code == 1
