"""Saved views for programs: made, changed, deleted, brought back, and the list as a view has it."""

import pytest

from tests.api.conftest import Program
from tests.world import World
from voronka.actions import saved_views

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_program_saves_a_view_and_reads_the_list_by_it(world: World, manager: Program) -> None:
    low, high, middle = (world.deal(amount=amount) for amount in (100_00, 300_00, 200_00))
    world.won_deal()
    asked = {"sort": "-agreed", "sum_to": "250", "columns": "client,agreed", "nonsense": "1"}
    key = manager.done("/views", {"name": "По сумме", "asked": asked})["key"]
    seen = manager.get(f"/views/{key}").json()
    assert seen["asked"] == {"sort": "-agreed", "sum_to": "250", "columns": "client,agreed"}
    assert (seen["mine"], seen["shared"], seen["changeable"], seen["usual"]) == (True, False, True, False)
    page = manager.get(f"/deals?view={key}&limit=1").json()
    rest = manager.get(f"/deals?view={key}&limit=50&cursor={page['next']}").json()
    assert [one["key"] for one in (*page["items"], *rest["items"])] == [middle, low]
    assert rest["next"] is None and high
    assert manager.get(f"/deals?view={key}&cursor=odd").status_code == 422
    changed = manager.ask("PATCH", f"/views/{key}", {"asked": {"sort": "agreed"}, "seen": 1})
    assert changed.status_code == 200
    assert manager.ask("PATCH", f"/views/{key}", {"name": "x", "seen": 1}).status_code == 409
    assert [one["key"] for one in manager.get(f"/deals?view={key}").json()["items"]] == [low, middle, high]
    assert manager.ask("PATCH", f"/views/{key}", {"shared": True}).status_code == 403
    assert manager.ask("DELETE", f"/views/{key}").status_code == 204
    assert manager.get("/views").json() == [] and manager.get(f"/deals?view={key}").status_code == 404
    assert manager.post(f"/views/{key}/restore").status_code == 200
    assert [one["name"] for one in manager.get("/views").json()] == ["По сумме"]


def test_what_others_keep_to_themselves_is_not_there(world: World, manager: Program) -> None:
    own = saved_views.save_view(name="Мои", asked={}, by=world.head, at=world.now)
    shared = saved_views.save_view(name="Общие", asked={}, shared=True, by=world.head, at=world.now)
    assert [one["key"] for one in manager.get("/views").json()] == [shared]
    assert manager.get(f"/views/{own}").status_code == 404
    assert manager.get(f"/deals?view={own}").status_code == 404
    assert manager.ask("DELETE", f"/views/{shared}").status_code == 403
