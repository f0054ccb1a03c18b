"""`voronka client duplicates`, `merge`, `split`, `merges` and `different`."""

from tests.cli.conftest import Voronka
from tests.world import World
from voronka.store.models import Company, DealRow


def test_doubles_are_listed_merged_and_split(world: World, voronka: Voronka) -> None:
    one = voronka("client", "company", "Ромашка").out.strip()
    other = voronka("client", "company", "ООО «Ромашка»", "--inn", "7707083893").out.strip()
    deal = world.deal(company=int(other))
    listed = voronka("client", "duplicates", "--compare").out.split("\t")
    assert listed[0] == one and listed[2] == other and listed[-1].strip() == "same name"
    merge = voronka("client", "merge", one, other, "--take", "name=kept").out.strip()
    kept = Company.objects.get(pk=one)
    assert (kept.name, kept.inn) == ("Ромашка", "7707083893")
    assert DealRow.objects.get(pk=deal).company_id == int(one)
    again = voronka("client", "merge", one, other)
    assert again.code == 1 and "merged into" in again.err
    assert voronka("client", "merges", "--json").json["items"][0]["gone"] == int(other)
    assert voronka("client", "split", merge).out.strip() == "1 deal went back"
    assert voronka("client", "split", merge).code == 1
    assert "split back" in voronka("client", "merges").out


def test_two_that_are_different_do_not_come_back(world: World, voronka: Voronka) -> None:
    one, other = (
        voronka("client", "contact", "Ирина", "--phone", "89210000017").out.strip() for _ in range(2)
    )
    assert (
        voronka("client", "duplicates", "--people", "--compare", "--json").json["items"][0]["certainty"] > 90
    )
    assert voronka("client", "different", one, other, "--people").code == 0
    assert voronka("client", "duplicates", "--people").out == ""
    assert voronka("client", "different", one, other, "--people", "--undo").code == 0
    assert voronka("client", "merge", one, other, "--people", "--take", "name").code == 1
    assert (
        voronka("client", "merge", one, other, "--people", "--request", "r1", "--json").json["repeated"]
        is False
    )
    assert voronka("client", "duplicates", "--people", by="curator").code == 1
