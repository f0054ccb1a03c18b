"""The index of the search by the command line."""

import json

from tests.cli.conftest import Voronka
from tests.world import World
from voronka.store import index


def test_the_index_is_made_anew_and_checked(voronka: Voronka, world: World) -> None:
    key = world.deal(title="Сайт")
    assert "Names are still being read" in voronka("index", "check").out
    assert voronka("index", "rebuild").code == 0
    found = voronka("index", "check")
    assert (found.code, "says what there is" in found.out) == (0, True)
    index.drop(index.NAMES, [key * 4 + 2])
    lacking = voronka("index", "check")
    assert lacking.code == 1 and f"deal {key} is lacking" in lacking.err and "rebuild" in lacking.err
    told = json.loads(voronka("index", "check", "--json").out)
    assert told["faults"] == [{"noun": "deal", "key": key, "what": "lacking"}]
    assert voronka("index", "rebuild", by="manager").code == 1
    assert voronka("index", "rebuild", "--json").code == 0
    assert voronka("index", "check").code == 0
    assert str(key) in voronka("find", "сайтом", by="manager").out
