"""`voronka deal bulk`: looked at without a trace, made, told deal by deal, taken back."""

from tests.cli.conftest import Voronka
from tests.world import World, address
from voronka.store import values
from voronka.store.models import BulkEdit, DealRow, EventRow


def test_a_change_is_looked_at_made_and_taken_back(world: World, voronka: Voronka) -> None:
    ready, bare = world.deal_at("call", ready=True), world.deal_at("call")
    facts = EventRow.objects.count()
    look = voronka("deal", "bulk", "move", "contract", "--where", "stage=call", "--dry-run", by="manager")
    assert "Would change: 1; so already: 0; refused: 1; not yours: 0." in look.out
    assert f"No call with the client is logged. 1 deal: {bare}" in look.out
    assert (EventRow.objects.count(), BulkEdit.objects.count()) == (facts, 0)
    told = voronka("deal", "bulk", "move", "contract", "--where", "stage=call", "--json", by="manager").json
    key = told["line"]["key"]
    assert (told["told"]["done"], values.deal(ready).stage) == (1, "contract")
    listed = voronka("deal", "bulk", "list", by="manager").out.splitlines()
    assert listed == [f"{key}\tThe deals go to the stage “Договор”\tdone\t1\t2\tАнна Ким"]
    rows = voronka("deal", "bulk", "deals", key, by="manager").out.splitlines()
    assert [row.split(",")[0] for row in rows[1:]] == [str(ready), str(bare)]
    assert "No call with the client is logged." in rows[2]
    back = voronka("deal", "bulk", "undo", key, by="manager")
    assert "Taken back: 1; left, for people have worked on them: 0." in back.out
    assert values.deal(ready).stage == "call"


def test_all_refused_is_exit_code_2_and_nothing_chosen_is_1(world: World, voronka: Voronka) -> None:
    deal = world.deal()
    assert voronka("deal", "bulk", "move", "contract", "--deal", deal).code == 2
    assert voronka("deal", "bulk", "move", "contract").code == 1
    assert voronka("deal", "bulk", "lose", "whim", "--deal", deal).code == 1
    assert BulkEdit.objects.count() == 1


def test_every_kind_of_change_has_its_command(world: World, voronka: Voronka) -> None:
    deal = world.deal()
    for words in (
        ("assign", address("other_manager")),
        ("next", "+2d", "Позвонить"),
        ("field", "site", "a.ru"),
        ("lose", "price", "--note", "Дорого"),
        ("reopen",),
    ):
        assert voronka("deal", "bulk", *words, "--deal", deal).code == 0, words
    row = DealRow.objects.get(pk=deal)
    assert (row.status, row.owner_id) == ("open", world.other_manager.id)
