"""Deals through the API: the whole way, what is refused, who sees what, what is repeated."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.api.conftest import Program
from tests.world import PEOPLE, World
from voronka.core.cycle import UNDO_FOR
from voronka.store.models import EventRow

Programs = Callable[..., Program]


def soon() -> str:
    return (timezone.now() + timedelta(days=1)).isoformat()


def test_a_deal_goes_the_whole_way_from_opened_to_won(
    world: World, manager: Program, program: Programs
) -> None:
    opened = manager.post("/deals", {"title": "Сайт 🥐 <script>", "amount": 12_000_000})
    assert opened.status_code == 201
    key = opened.json()["key"]
    assert opened["Location"] == f"/api/v1/deals/{key}"
    manager.done(f"/deals/{key}/facts", {"what": "brief", "note": "filled by phone"})
    manager.done(f"/deals/{key}/next-step", {"due": soon(), "text": "Позвонить"}, "PUT")
    assert manager.done(f"/deals/{key}/moves", {"to": "call"})["stage"] == "call"
    manager.done(f"/deals/{key}/facts", {"what": "call"})
    manager.done(f"/deals/{key}/moves", {"to": "contract"})
    manager.done(f"/deals/{key}/sums", {"what": "contract", "amount": 12_000_000, "number": "17"})
    manager.done(f"/deals/{key}/moves", {"to": "payment"})
    proof = manager.send_file().json()["key"]
    today = timezone.now().date().isoformat()
    paid = manager.done(f"/deals/{key}/payments", {"amount": 12_000_000, "paid_on": today, "proof": proof})
    assert paid["stage"] == "handover", "the money moved it"
    manager.done(f"/deals/{key}/handover", {"note": "all is in the folder"})
    curator = program(world.curator)
    won = curator.done(f"/deals/{key}/handover/acceptance")
    assert won["status"] == "won"
    assert "deal.won" in won["kinds"]
    deal = manager.get(f"/deals/{key}").json()
    assert deal["title"] == "Сайт 🥐 <script>"
    assert (deal["paid"], deal["agreed"], deal["status"]) == (12_000_000, 12_000_000, "won")
    assert deal["closed_at"].endswith("Z")
    kinds = [fact["kind"] for fact in manager.get(f"/deals/{key}/timeline").json()]
    assert kinds[0] == "deal.opened" and kinds[-1] == "deal.won"


def test_a_refused_move_says_what_is_missing_and_is_in_the_log(world: World, manager: Program) -> None:
    key = world.deal(by=world.manager)
    response = manager.post(f"/deals/{key}/moves", {"to": "call"})
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"].endswith("/refused")
    assert [one["guard"] for one in problem["refused"]] == ["brief_filled", "next_step_set"]
    assert problem["refused"][0]["sentence"] == "The brief is not filled."
    assert problem["refused"][0]["mend"] == "Mark the brief as filled"
    assert problem["stage"] == "brief"
    assert EventRow.objects.filter(stream=f"deal:{key}", kind="deal.move_refused").count() == 1
    assert manager.get(f"/deals/{key}").json()["stage"] == "brief"


def test_a_refusal_speaks_the_language_that_was_asked_for_else_that_of_the_person(
    world: World, manager: Program
) -> None:
    key = world.deal(by=world.manager)
    asked = manager.post(f"/deals/{key}/moves", {"to": "call"}, **{"Accept-Language": "ru-RU,ru;q=0.9"})
    assert asked.json()["refused"][0]["sentence"] == "Бриф не заполнен."
    del manager.headers["Accept-Language"]
    own = manager.post(f"/deals/{key}/moves", {"to": "call"})
    assert own.json()["title"] == "Правило процесса не пропускает"


def test_what_a_deal_lacks_is_told_before_anything_is_tried(world: World, manager: Program) -> None:
    deal = manager.get(f"/deals/{world.deal(by=world.manager)}").json()
    assert [one["guard"] for one in deal["lacking_to_leave"]] == ["brief_filled", "next_step_set"]
    assert [one["guard"] for one in deal["lacking_to_win"]] == ["paid", "handover_accepted"]
    assert all(one["sentence"] and one["mend"] for one in deal["lacking_to_win"])


def test_a_repeated_request_changes_nothing_and_gets_the_same_answer(world: World, manager: Program) -> None:
    first = manager.post("/deals", {"title": "Один"}, **{"Idempotency-Key": "a-1"})
    again = manager.post("/deals", {"title": "Один"}, **{"Idempotency-Key": "a-1"})
    assert again.status_code == first.status_code == 201
    assert again.json() == {**first.json(), "repeated": True}
    assert len(manager.get("/deals").json()["items"]) == 1


def test_a_key_that_was_used_for_another_request_is_a_problem_of_its_own(
    world: World, manager: Program
) -> None:
    manager.post("/deals", {"title": "Один"}, **{"Idempotency-Key": "a-1"})
    other = manager.post("/deals", {"title": "Два"}, **{"Idempotency-Key": "a-1"})
    assert other.status_code == 422
    assert other.json()["type"].endswith("/request-reused")


@pytest.mark.parametrize("key", ["", " ", "x" * 101, "ключ".encode().decode("latin-1"), "two words"])
def test_a_key_that_cannot_be_one_is_told_so(world: World, manager: Program, key: str) -> None:
    response = manager.post("/deals", {"title": "Один"}, **{"Idempotency-Key": key})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "Idempotency-Key"
    assert manager.get("/deals").json()["items"] == []


def test_a_stale_request_is_answered_409_with_both_states(world: World, manager: Program) -> None:
    key = world.deal(by=world.manager)
    seen = manager.get(f"/deals/{key}").json()["state_seq"]
    manager.done(f"/deals/{key}/facts", {"what": "brief"})
    response = manager.post(f"/deals/{key}/loss", {"reason": "price", "seen": seen})
    assert response.status_code == 409
    problem = response.json()
    assert (problem["seen"], problem["current"]) == (seen, seen + 1)
    assert manager.get(f"/deals/{key}").json()["status"] == "open"


def test_a_move_is_undone_lost_and_reopened(world: World, manager: Program) -> None:
    key = world.deal(by=world.manager)
    manager.done(f"/deals/{key}/facts", {"what": "brief"})
    manager.done(f"/deals/{key}/next-step", {"due": soon()}, "PUT")
    manager.done(f"/deals/{key}/moves", {"to": "call"})
    assert manager.done(f"/deals/{key}/undo")["stage"] == "brief"
    assert manager.post(f"/deals/{key}/undo").json()["refused"][0]["guard"] == "undo_possible"
    assert manager.done(f"/deals/{key}/loss", {"reason": "price", "note": "15 % дороже"})["status"] == "lost"
    assert manager.done(f"/deals/{key}/reopening", {"note": "вернулись"})["status"] == "open"
    assert UNDO_FOR.total_seconds() > 0


def test_a_deal_is_returned_with_a_reason_that_stands_in_its_story(world: World, manager: Program) -> None:
    key = world.deal_at("contract")
    assert manager.done(f"/deals/{key}/returns", {"to": "brief", "reason": "не то"})["stage"] == "brief"
    story = manager.get(f"/deals/{key}/timeline").json()
    assert story[-1]["texts"] == {"text": "не то"}
    assert story[-1]["by_name"] == "Анна Ким"
    assert story[-1]["door"] == "api"


def test_steps_fields_client_amount_owner_and_notes_are_set(
    world: World, manager: Program, program: Programs
) -> None:
    key = world.deal(by=world.manager)
    company = manager.done("/companies", {"name": "ООО «Ромашка»", "inn": "7707083893"})["key"]
    contact = manager.done("/contacts", {"name": "Анна", "phone": "8 921 000-00-00"})["key"]
    manager.done(f"/deals/{key}/steps", {"step": "brief_sent"})
    manager.done(f"/deals/{key}/field", {"field": "site", "value": "romashka.ru"}, "PUT")
    manager.done(f"/deals/{key}/field", {"field": "title", "value": "Ромашка"}, "PUT")
    manager.done(f"/deals/{key}/client", {"company": company, "contact": contact}, "PUT")
    manager.done(f"/deals/{key}/amount", {"amount": 500_000}, "PUT")
    manager.done(f"/deals/{key}/notes", {"text": "перезвонить"})
    program(world.head).done(f"/deals/{key}/owner", {"owner": world.other_manager.id}, "PUT")
    deal = program(world.head).get(f"/deals/{key}").json()
    assert deal["steps"] == ["brief/brief_sent"]
    assert deal["fields"] == {"site": "romashka.ru"}
    assert (deal["title"], deal["company_name"], deal["contact_name"]) == (
        "Ромашка",
        "ООО «Ромашка»",
        "Анна",
    )
    assert (deal["amount"], deal["owner_name"]) == (500_000, "Олег Бут")
    assert manager.get(f"/deals/{key}").status_code == 404, "it is no longer this manager's"


# --- who sees what ---------------------------------------------------------------------------------------

TOUCHES: tuple[tuple[str, str, Any], ...] = (
    ("GET", "", None),
    ("GET", "/timeline", None),
    ("POST", "/moves", {"to": "call"}),
    ("POST", "/returns", {"to": "brief"}),
    ("POST", "/undo", {}),
    ("POST", "/loss", {"reason": "price"}),
    ("POST", "/reopening", {}),
    ("POST", "/steps", {"step": "brief_sent"}),
    ("PUT", "/next-step", {"due": None}),
    ("POST", "/facts", {"what": "brief"}),
    ("POST", "/sums", {"what": "contract", "amount": 100}),
    ("PUT", "/amount", {"amount": 100}),
    ("PUT", "/field", {"field": "title", "value": "мой"}),
    ("PUT", "/client", {}),
    ("PUT", "/owner", {"owner": None}),
    ("POST", "/notes", {"text": "был тут"}),
    ("POST", "/handover", {}),
)


@pytest.mark.parametrize(("method", "place", "body"), TOUCHES, ids=lambda one: str(one)[:12])
def test_another_managers_deal_can_neither_be_seen_nor_touched(
    world: World, program: Programs, method: str, place: str, body: Any
) -> None:
    key = world.deal(by=world.manager)
    before = EventRow.objects.count()
    stranger = program(world.other_manager)
    response = stranger.ask(method, f"/deals/{key}{place}", body)
    assert response.status_code == 404
    missing = stranger.ask(method, f"/deals/{key + 1000}{place}", body)
    assert missing.status_code == 404
    told = [one.json()["title"] for one in (response, missing)]
    assert told[0] == told[1], "the two can't be told apart"
    assert EventRow.objects.count() == before


def test_each_role_lists_the_deals_that_are_its_to_see(world: World, program: Programs) -> None:
    mine = world.deal(by=world.manager, title="моя")
    free = world.deal(by=world.support, title="ничья")
    handed = world.won_deal(title="передана")
    sees = {
        word: {deal["key"] for deal in program(getattr(world, word)).get("/deals").json()["items"]}
        for word in PEOPLE
    }
    everything = {mine, free, handed}
    assert sees == {
        "owner": everything,
        "head": everything,
        "manager": everything,
        "other_manager": {free},
        "support": everything,
        "marketer": everything,
        "curator": {handed},
        "accountant": everything,
    }


@pytest.mark.parametrize("word", ["marketer", "curator", "accountant"])
def test_who_does_not_sell_opens_and_moves_nothing(world: World, program: Programs, word: str) -> None:
    key = world.deal(by=world.manager)
    asker = program(getattr(world, word))
    for path, body in (("/deals", {"title": "x"}), (f"/deals/{key}/moves", {"to": "call"})):
        response = asker.post(path, body)
        assert response.status_code == 403
        assert response.json()["type"].endswith("/not-allowed")


def test_a_list_is_read_page_by_page_and_nothing_comes_twice(world: World, manager: Program) -> None:
    keys = [world.deal(by=world.manager, title=f"сделка {n}") for n in range(7)]
    seen, cursor = [], None
    while True:
        page = manager.get("/deals?limit=3" + (f"&cursor={cursor}" if cursor else "")).json()
        seen += [deal["key"] for deal in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
        world.deal(by=world.manager, title="новая")
    assert seen == keys[::-1]


@pytest.mark.parametrize("order", ["opened_at", "-opened_at", "urgent_at", "-closed_at"])
def test_every_order_can_be_paged(world: World, manager: Program, order: str) -> None:
    for n in range(4):
        key = world.deal(by=world.manager, title=f"сделка {n}")
        manager.done(f"/deals/{key}/loss", {"reason": "price"})
    found, cursor = [], ""
    for _ in range(4):
        page = manager.get(f"/deals?order={order}&limit=1{cursor}").json()
        found += [deal["key"] for deal in page["items"]]
        cursor = f"&cursor={page['next']}"
    assert len(set(found)) == 4
    assert page["next"] is None


def test_filters_narrow_the_list(world: World, manager: Program) -> None:
    lost = world.deal(by=world.manager, title="потеряна")
    world.deal(by=world.manager, title="живая")
    manager.done(f"/deals/{lost}/loss", {"reason": "price"})
    for query in ("status=lost", "lost_reason=price", "status=lost&stage=brief"):
        assert [deal["key"] for deal in manager.get(f"/deals?{query}").json()["items"]] == [lost]
    assert manager.get("/deals?opened_before=2000-01-01T00:00:00Z").json()["items"] == []


def test_a_list_costs_the_same_number_of_statements_however_long_it_is(
    world: World, manager: Program, django_assert_num_queries: Any
) -> None:
    for n in range(3):
        world.deal(by=world.manager, title=f"сделка {n}")
    manager.get("/deals")
    with django_assert_num_queries(3):
        manager.get("/deals?limit=2")
    with django_assert_num_queries(3):
        manager.get("/deals?limit=200")
