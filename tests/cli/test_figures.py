"""`voronka figures`."""

from tests.cli.conftest import Voronka
from tests.world import World
from voronka.store.models import KeptFigure


def test_figures_are_counted_anew_when_an_operator_asks(world: World, voronka: Voronka) -> None:
    world.deal_at("call")
    said = voronka("figures", "recount", by="head")
    assert (said.code, said.err) == (0, "")
    assert said.out == "services: 4 tables of figures from 2 stays on stages.\n"
    assert KeptFigure.objects.filter(name="funnel").count() == 4
    assert set(KeptFigure.objects.exclude(name="funnel").values_list("name", flat=True)) == {
        "facts",
        "verdicts",
        "weeks",
        "answering",
        "inquiry_lists",
    }
    assert voronka("figures", "recount", "--json").json[0]["process"] == "services"
    assert voronka("figures", "recount", by="manager").code == 1


def test_the_funnel_is_told_as_a_table_and_for_programs(world: World, voronka: Voronka) -> None:
    world.deal_at("call")
    assert voronka("figures", "funnel").out == "Figures are being counted\n"
    assert voronka("figures", "funnel", "--json").json["counted_at"] is None
    voronka("figures", "recount")
    now = voronka("figures", "funnel", "--days", "364", by="manager")
    assert now.code == 0
    first, *_others, whole, counted = now.out.splitlines()
    assert first.split("\t")[:4] == ["Бриф", "1", "1", "0"]
    assert first.endswith("too little data\t")
    assert whole.startswith("From end to end\t1\t0\t0\t1")
    assert counted.startswith("counted ")
    told = voronka("figures", "funnel", "--days", "364", "--json").json
    assert told["stages"][0] | {"n": 1, "advanced": 1, "rate": None} == told["stages"][0]
    assert voronka("figures", "funnel", "--version", "9").code == 1
    assert voronka("figures", "funnel", "--days", "91").code == 1


def test_the_verdicts_are_told_in_a_sentence_each(world: World, voronka: Voronka) -> None:
    for _ in range(10):
        world.lost_deal()
    voronka("figures", "recount")
    lines = voronka("figures", "verdicts", by="manager").out.splitlines()
    assert len(lines) == 10
    assert lines[1].split("\t")[:3] == ["2", "Sequence of actions", "holds"]
    told = voronka("figures", "verdicts", "--json").json
    assert [one["state"] for one in told][:2] == ["answered", "holds"]
    assert told[1]["figures"][0] == "followed"
    assert told[1]["weeks"][-1]["state"] == "holds"
    assert told[1]["counted_at"]
