"""Doubles by the API: who may be one is told while saving, two are merged with what was seen, and split back."""

from collections.abc import Callable

from tests.api.conftest import Program
from tests.queries.test_duplicates import compared
from tests.world import World
from voronka.actions.clients import save_company


def test_saving_tells_who_it_may_be_and_holds_nothing_up(world: World, manager: Program) -> None:
    first = manager.done("/contacts", {"name": "Ирина", "phone": "8 921 000-00-17"})
    assert first["maybe_same"] == []
    second = manager.done("/contacts", {"name": "Ирина Соколова", "phone": "+7 921 000-00-17"})
    (same,) = second["maybe_same"]
    assert (same["key"], same["why"]) == (first["key"], ["same_phone"]) and same["certainty"] > 90
    asked = manager.get("/clients/same?noun=contact&phone=89210000017&name=Ирина").json()
    assert [one["key"] for one in asked] == [first["key"], second["key"]]


def test_a_pair_is_read_merged_with_what_was_seen_and_split_back(world: World, manager: Program) -> None:
    one = manager.done("/companies", {"name": "Ромашка"})["key"]
    other = manager.done("/companies", {"name": "ООО «Ромашка»", "inn": "7707083893"})["key"]
    deal = world.deal(company=other)
    compared(world)
    (pair,) = manager.get("/clients/duplicates").json()["items"]
    assert (pair["one"]["key"], pair["other"]["key"]) == (one, other)
    beside = manager.get(f"/clients/beside?kept={one}&gone={other}").json()
    assert beside["gone"]["deals"] == 1
    assert {field["field"]: field["take"] for field in beside["fields"]}["inn"] == "gone"
    told = {"kept": one, "gone": other, "seen": beside["seen"]}
    save_company(key=other, name="ООО «Ромашка»", by=world.head, at=world.later())
    stale = manager.post("/clients/merges", told)
    assert stale.status_code == 409 and stale.json()["changed"] == ["gone.inn"]
    told["seen"] = manager.get(f"/clients/beside?kept={one}&gone={other}").json()["seen"]
    made = manager.done("/clients/merges", {**told, "take": {"name": "kept"}})
    assert manager.get(f"/companies/{other}").json()["key"] == one
    assert manager.get(f"/deals/{deal}").json()["company"] == one
    gone = manager.put(f"/companies/{other}", {"name": "Другая"})
    assert gone.status_code == 422 and gone.json()["errors"][0]["data"]["into"] == one
    assert manager.get(f"/clients/merges/{made['key']}").json()["back"]["deals"] == 1
    manager.done(f"/clients/merges/{made['key']}/split", {})
    assert manager.get(f"/deals/{deal}").json()["company"] == other
    (line,) = manager.get("/clients/merges").json()["items"]
    assert line["split_at"] and line["by_name"]


def test_two_are_told_apart_and_the_rights_are_asked(
    world: World, manager: Program, program: Callable[..., Program]
) -> None:
    curator = program(world.curator)
    one, other = (manager.done("/companies", {"name": "Ромашка"})["key"] for _ in range(2))
    compared(world)
    for undo, left in ((False, 0), (True, 1)):
        said = manager.post("/clients/different", {"one": other, "other": one, "undo": undo})
        assert said.json()["different"] is not undo
        assert len(manager.get("/clients/duplicates").json()["items"]) == left
    unknown = manager.post(
        "/clients/merges", {"noun": "company", "kept": one, "gone": other, "take": {"own.zz": "kept"}}
    )
    assert unknown.status_code == 422
    assert [error["field"] for error in unknown.json()["errors"]] == ["take.own.zz"]
    for path in ("/clients/duplicates", "/clients/merges", f"/clients/beside?kept={one}&gone={other}"):
        assert curator.get(path).status_code == 403
    assert curator.post("/clients/merges", {"kept": one, "gone": other}).status_code == 403
    assert manager.post("/clients/merges", {"kept": one, "gone": one}).status_code == 422
    assert manager.post("/clients/merges", {"kept": one, "gone": 10**6}).status_code == 404
