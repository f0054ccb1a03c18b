"""One change for many deals by programs: previewed, made once, followed, taken back."""

from collections.abc import Callable

from tests.api.conftest import Program
from tests.world import World
from voronka.store import values


def test_a_program_previews_makes_and_takes_back(
    world: World, manager: Program, program: Callable[..., Program]
) -> None:
    ready, bare = world.deal_at("call", ready=True), world.deal_at("call")
    asked = {"deals": [ready, bare], "change": {"kind": "stage", "to": "contract"}}
    key = manager.done("/deals/bulk", asked)["key"]
    seen = manager.get(f"/deals/bulk/{key}").json()
    assert (seen["line"]["state"], seen["tried"]["done"], seen["tried"]["refused"]) == ("tried", 1, 1)
    reasons = {one["code"]: (one["sentence"], one["deals"][0]["key"]) for one in seen["tried"]["reasons"]}
    assert reasons["call_logged"] == ("No call with the client is logged.", bare)
    assert seen["tried"]["examples"][0]["before"] == "Созвон"
    assert values.deal(ready).stage == "call"
    run = {"Idempotency-Key": "run"}
    for _time in range(2):
        assert manager.post(f"/deals/bulk/{key}/run", {"seen": seen["seq"]}, **run).status_code == 200
    told = manager.get(f"/deals/bulk/{key}").json()
    assert (told["line"]["state"], told["told"]["done"], values.deal(ready).stage) == ("done", 1, "contract")
    assert manager.get("/deals/bulk").json()[0]["key"] == key
    assert program(world.other_manager).get(f"/deals/bulk/{key}").status_code == 404
    assert manager.post(f"/deals/bulk/{key}/stop").status_code == 422
    manager.done(f"/deals/bulk/{key}/undo")
    assert values.deal(ready).stage == "call"
    assert manager.get(f"/deals/bulk/{key}").json()["undo"]["done"] == 1
    asked = {"list": "bulk", "filters": {"key": key}}
    assert "key" in manager.done("/exports", asked)


def test_deals_are_chosen_by_the_filters_of_the_list(world: World, manager: Program) -> None:
    mine, _lost = world.deal(), world.lost_deal()
    world.deal(by=world.other_manager)
    asked = {"filters": {"stage": "brief"}, "change": {"kind": "field", "field": "site", "value": "a.ru"}}
    key = manager.done("/deals/bulk", asked)["key"]
    assert manager.get(f"/deals/bulk/{key}").json()["line"]["total"] == 1
    manager.done(f"/deals/bulk/{key}/run")
    assert "site" in values.deal(mine).fields


def test_what_can_not_be_is_said(world: World, manager: Program) -> None:
    deal = world.deal()
    change = {"kind": "stage", "to": "contract"}
    for body in (
        {"change": change},
        {"deals": [deal], "filters": {}, "change": change},
        {"deals": [], "change": change},
        {"deals": [deal], "change": {"kind": "win"}},
        {"deals": [deal], "change": {"kind": "stage", "to": "=won"}},
        {"filters": {"colour": "red"}, "change": change},
        {"filters": {"sum_from": 1 << 63}, "change": change},
        {"filters": {"owner": 10**30}, "change": change},
        {"filters": {"keys": [deal, 10**30]}, "change": change},
        {"filters": {"words": "a\x00"}, "change": change},
        {"filters": {"own": [{"field": "a\x00"}]}, "change": change},
        {"filters": {"opened_from": "31.02"}, "change": change},  # seconds of 1970: it would be all deals
        {"filters": {"opened_to": "9999-12-31T23:59:59-12:00"}, "change": change},
    ):
        assert manager.post("/deals/bulk", body).status_code == 422, body
    key = manager.done("/deals/bulk", {"deals": [deal], "change": change})["key"]
    assert manager.ask("DELETE", f"/deals/bulk/{key}").status_code == 204
    assert manager.get(f"/deals/bulk/{key}").status_code == 404
