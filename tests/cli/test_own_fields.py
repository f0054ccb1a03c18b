"""The company's own fields by commands."""

from tests.cli.conftest import Voronka
from tests.house.tree import ROOT
from tests.world import World
from voronka.actions import passport


def test_own_fields_of_inquiries_and_clients_are_filled_in_by_commands(
    voronka: Voronka, world: World
) -> None:
    text = (ROOT / "tests/samples/own_fields.yaml").read_text(encoding="utf-8")
    passport.publish(text=text, by=world.owner, at=world.later())
    key = voronka("inquiry", "receive", "phone", "Ирина", "--json", by="support").json["key"]
    assert voronka("inquiry", "field", key, "budget", "70 000", by="support").code == 0
    wrong = voronka("inquiry", "field", key, "budget", "много", by="support")
    assert wrong.code == 1 and "“много” is not an amount" in wrong.err
    shown = voronka("inquiry", "show", key, "--json", by="support").json
    assert shown["inquiry"]["fields"] == {"budget": "7000000"}
    made = voronka("client", "company", "Ромашка", "--field", "size=big", by="support")
    assert made.code == 0
    (company,) = voronka("client", "companies", "--json", by="support").json["items"]
    assert company["fields"] == {"size": "big"}
    assert voronka("client", "company", "Ромашка", "--field", "size", by="support").code == 1
