"""Tokens, oneself, files, the passport and the log through the API."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.actions.test_migration import work
from tests.api.conftest import Program
from tests.world import PASSPORT, World
from voronka.actions import people as verbs
from voronka.store.models import Person, Token

Programs = Callable[..., Program]


def test_a_token_says_whom_it_stands_for_and_what_it_may(world: World, program: Programs) -> None:
    me = program(world.manager, scopes="read").get("/me").json()
    assert (me["person"]["name"], me["person"]["role"], me["scopes"]) == ("Анна Ким", "manager", ["read"])
    assert "deal.move" in me["rights"]
    assert "payment.void" not in me["rights"]


def test_a_token_is_made_once_shown_once_and_kept_as_a_digest(world: World, manager: Program) -> None:
    made = manager.done("/tokens", {"name": "сайт", "scopes": "read write"})
    assert made["secret"].startswith("vrk_")
    listed = manager.get("/tokens").json()
    assert {one["key"] for one in listed} >= {made["key"]}
    assert made["secret"] not in manager.get("/tokens").content.decode()
    assert not Token.objects.filter(digest=made["secret"]).exists()
    assert Program(made["secret"]).get("/me").status_code == 200


def test_a_revoked_token_and_one_that_ran_out_work_no_more(world: World, manager: Program) -> None:
    made = manager.done("/tokens", {"name": "сайт"})
    assert manager.ask("DELETE", f"/tokens/{made['key']}").status_code == 204
    assert Program(made["secret"]).get("/me").status_code == 401
    assert manager.ask("DELETE", f"/tokens/{made['key']}").status_code == 404
    soon = (timezone.now() + timedelta(hours=1)).isoformat()
    made = manager.done("/tokens", {"name": "на час", "expires_at": soon})
    assert Program(made["secret"]).get("/me").status_code == 200
    Token.objects.filter(pk=made["key"]).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Program(made["secret"]).get("/me").status_code == 401


def test_the_token_of_a_person_who_left_works_no_more(world: World, manager: Program) -> None:
    Person.objects.filter(pk=world.manager.id).update(is_active=False)
    assert manager.get("/me").status_code == 401


def test_ones_tokens_are_ones_own_but_the_head_may_revoke_them(
    world: World, manager: Program, program: Programs
) -> None:
    made = manager.done("/tokens", {"name": "сайт"})
    stranger = program(world.other_manager)
    assert made["key"] not in {one["key"] for one in stranger.get("/tokens").json()}
    assert stranger.ask("DELETE", f"/tokens/{made['key']}").status_code == 404
    assert program(world.head).ask("DELETE", f"/tokens/{made['key']}").status_code == 204


def test_the_people_of_the_company_are_listed_for_who_leads(world: World, program: Programs) -> None:
    assert len(program(world.head).get("/people").json()) == 8
    assert program(world.manager).get("/people").status_code == 403


# --- files -----------------------------------------------------------------------------------------------


def test_a_file_comes_back_as_an_attachment_whatever_it_holds(world: World, manager: Program) -> None:
    key = manager.send_file("счёт <b>.html", b"<script>alert(1)</script>").json()["key"]
    told = manager.get(f"/files/{key}").json()
    assert (told["name"], told["size"]) == ("счёт <b>.html", 25)
    response = manager.get(f"/files/{key}/content")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response) == b"<script>alert(1)</script>"


def test_a_file_is_opened_by_who_sent_it_by_who_sees_its_deal_and_by_who_sees_all(
    world: World, manager: Program, program: Programs
) -> None:
    file = manager.send_file().json()["key"]
    key = world.deal()
    manager.done(f"/deals/{key}/notes", {"text": "смета", "proof": file})
    stranger = program(world.other_manager)
    assert stranger.get(f"/files/{file}").status_code == 404
    assert stranger.get(f"/files/{file}/content").status_code == 404
    assert program(world.curator).get(f"/files/{file}").status_code == 404
    assert program(world.head).get(f"/files/{file}/content").status_code == 200
    program(world.head).done(f"/deals/{key}/owner", {"owner": world.other_manager.id}, "PUT")
    assert stranger.get(f"/files/{file}/content").status_code == 200, "the deal is theirs now"


def test_a_file_of_somebody_else_cannot_be_named_as_ones_proof(
    world: World, manager: Program, program: Programs
) -> None:
    file = manager.send_file().json()["key"]
    own = world.deal(by=world.other_manager)
    stranger = program(world.other_manager)
    for path, body in (
        ("notes", {"text": "x", "proof": file}),
        ("facts", {"what": "brief", "proof": file}),
        ("sums", {"what": "invoice", "proof": file}),
        ("payments", {"amount": 100, "paid_on": "2026-01-01", "proof": file}),
    ):
        response = stranger.post(f"/deals/{own}/{path}", body)
        assert response.json()["errors"][0]["code"] == "file_unknown", path
    assert stranger.get(f"/files/{file}").status_code == 404


def test_a_file_name_cannot_lead_anywhere(world: World, manager: Program) -> None:
    key = manager.send_file("../../etc/passwd").json()["key"]
    assert manager.get(f"/files/{key}").json()["name"] == "passwd"


# --- passport and log ------------------------------------------------------------------------------------


def test_the_passport_that_holds_is_read_with_all_its_answers(world: World, manager: Program) -> None:
    now = manager.get("/passport").json()
    assert (now["version"]["process"], now["version"]["number"]) == ("services", 1)
    assert [stage["id"] for stage in now["answers"]["cycle"]["stages"]][:2] == ["brief", "call"]
    assert manager.get("/passport/versions/1").json() == now
    assert len(manager.get("/passport/versions").json()) == 1
    assert manager.get("/passport/schema").json()["required"] == [
        "voronka",
        "process",
        "title",
        "cycle",
        "entry",
        "closing",
    ]
    assert manager.get("/passport/versions/2").status_code == 404
    assert manager.get("/passport?process=none").status_code == 404


def test_open_deals_are_led_over_by_a_program(world: World, program: Programs) -> None:
    head, key = program(world.head), world.deal_at("call")
    gone = PASSPORT.replace("    - {id: call, title: Созвон, norm: 3d, leave_when: [call_logged]}\n", "")
    refused = head.post("/passport/versions", {"text": gone, "stages": {}})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "stages_unmapped")
    head.done("/passport/versions", {"text": PASSPORT.replace("norm: 3d", "norm: 5d")})
    told = head.done("/passport/migrations/rehearsal", {})
    assert (told["count"], told["ways"][0]["to"], told["lacking"][0]["guard"]) == (1, "call", "call_logged")
    asked = head.post("/passport/migrations", {}, **{"Idempotency-Key": "m-1"})
    again = head.post("/passport/migrations", {}, **{"Idempotency-Key": "m-1"})
    assert (asked.status_code, asked.json()) == (201, again.json())
    other = head.post("/passport/dry-runs", {"text": PASSPORT}, **{"Idempotency-Key": "m-1"})
    assert (other.status_code, other.json()["type"]) == (422, "/api/v1/problems/request-reused")
    work()
    job = head.get(asked.headers["Location"].removeprefix("/api/v1")).json()
    assert (job["state"], job["outcome"]["moved"]) == ("done", 1)
    assert head.get("/passport/migrations").json()[0]["moved"] == 1
    assert head.get(f"/deals/{key}").json()["version"] == 2
    assert program(world.manager).post("/passport/migrations", {}).status_code == 403


def test_a_text_is_tried_on_the_past_by_a_program(world: World, program: Programs) -> None:
    head, key = program(world.head), world.deal_at("contract")
    strict = PASSPORT.replace("[call_logged]", "[call_logged, offer_sent]")
    asked = head.post("/passport/dry-runs", {"text": strict})
    assert asked.status_code == 201
    tried = {"Idempotency-Key": "t-1"}
    assert head.post("/passport/dry-runs", {"text": strict}, **tried).status_code == 201
    assert head.post("/passport/migrations", {}, **tried).status_code == 422
    assert head.get("/passport/migrations").json() == []  # nothing is noted that nobody will do
    work()
    job = head.get(asked.headers["Location"].removeprefix("/api/v1")).json()
    assert (job["state"], job["outcome"]["refused"]) == ("done", 1)
    assert job["outcome"]["stopped"][0]["keys"] == [key]
    assert program(world.manager).post("/passport/dry-runs", {}).status_code == 403


def test_a_draft_is_begun_saved_and_published_by_a_program(world: World, program: Programs) -> None:
    head = program(world.head)
    begun = head.post("/passport/draft", {})
    assert (begun.status_code, begun.json()["seq"], begun.headers["Location"]) == (
        201,
        1,
        "/api/v1/passport/draft",
    )
    text = head.get("/passport/draft").json()["text"].replace("Созвон", "Встреча")
    wrong = text.replace("contract_signed", "contract_singed")
    assert head.done("/passport/draft", {"text": wrong, "seen": 1}, "PUT")["seq"] == 2
    assert head.put("/passport/draft", {"text": text, "seen": 1}).status_code == 409
    refused = head.post("/passport/draft/publish", {"seen": 2})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "passport_errors")
    assert head.done("/passport/check", {"text": wrong})["errors"][0]["code"] == "unknown_guard"
    head.done("/passport/draft", {"text": text, "seen": 2}, "PUT")
    assert head.done("/passport/draft/publish", {"seen": 3})["key"] == 2
    assert head.get("/passport/draft").status_code == 404
    assert head.get("/passport/drafts").json() == []
    assert head.done("/passport/versions", {"text": text.replace("Встреча", "Звонок"), "seen": 2})["key"] == 3
    assert program(world.manager).post("/passport/draft", {}).status_code == 403
    told = head.get("/passport/difference?old=1&new=3").json()
    assert (told["count"], told["groups"][0]["word"]) == (1, "cycle")
    assert head.get("/passport/difference?old=1&new=last").status_code == 422


@pytest.mark.django_db(transaction=True)  # PostgreSQL: nobody reads past a transaction that still runs
def test_the_log_is_read_on_from_a_position_by_who_leads(
    transactional_db: None, world: World, manager: Program, program: Programs
) -> None:
    world.won_deal()
    head = program(world.head, scopes="read")
    seen: list[Any] = []
    after, more = 0, True
    while more:
        page = head.get(f"/events?after={after}&limit=5").json()
        seen += page["items"]
        after, more = page["next"], page["more"]
    assert [one["position"] for one in seen] == sorted({one["position"] for one in seen})
    assert {"deal.opened", "payment.received", "deal.won"} <= {one["kind"] for one in seen}
    for word in ("manager", "curator", "accountant", "marketer", "support"):
        assert program(getattr(world, word)).get("/events").status_code == 403


def test_asking_who_one_is_costs_few_statements(
    world: World, manager: Program, django_assert_num_queries: Any
) -> None:
    manager.get("/me")
    with django_assert_num_queries(2):
        manager.get("/me")


def test_a_part_of_a_token_is_no_token(world: World) -> None:
    made = verbs.make_token(name="t", by=world.manager, at=timezone.now())
    assert verbs.holder_of(made.secret[:-1], timezone.now()) is None


def test_people_and_teams_are_led_through_the_api(world: World, program: Programs) -> None:
    head = program(world.head)
    team = head.done("/teams", {"name": "Север", "head": world.other_manager.id})["key"]
    assert [one["name"] for one in head.get("/teams").json()] == ["Север"]
    key = head.done(
        "/people", {"email": "new@voronka.test", "name": "Мария Лис", "role": "manager", "team": team}
    )["key"]
    known = head.get(f"/people/{key}").json()
    assert (known["team_name"], known["scope"]) == ("Север", "own")
    assert head.get(f"/people/{world.other_manager.id}").json()["scope"] == "team"
    changed = {"name": "Мария Лис", "role": "manager", "active": True, "team": None, "visibility": "all"}
    assert head.ask("PUT", f"/people/{key}", changed).status_code == 200
    assert head.get(f"/people/{key}").json()["scope"] == "all"
    wrong = head.ask("PUT", f"/people/{key}", {**changed, "visibility": "handed"})
    assert wrong.status_code == 422
    assert head.ask("PUT", f"/teams/{team}", {"name": "Юг"}).status_code == 200
    assert head.ask("DELETE", f"/teams/{team}").status_code == 204
    assert head.ask("DELETE", f"/teams/{team}").status_code == 404
    assert program(world.manager).ask("POST", "/teams", {"name": "Мы"}).status_code == 403


def test_the_company_is_read_by_all_and_changed_by_its_owner(world: World, program: Programs) -> None:
    owner, manager = program(world.owner), program(world.manager)
    changed = owner.ask("PATCH", "/company", {"name": "Ромашка", "closes": "20:00", "weekdays": [0, 1, 5]})
    assert changed.json() == {"recounted": 0, "job": None}
    told = manager.get("/company").json()
    assert (told["name"], told["closes"], told["weekdays"]) == ("Ромашка", "20:00", [0, 1, 5])
    assert manager.ask("PATCH", "/company", {"name": "Моя"}).status_code == 403
    assert owner.ask("PATCH", "/company", {"currency": "COWS"}).status_code == 422
    assert owner.ask("PUT", "/company/days/2026-12-31", {"works": False, "note": "Ёлка"}).status_code == 200
    assert manager.get("/company").json()["days"] == [{"day": "2026-12-31", "works": False, "note": "Ёлка"}]
    assert owner.ask("DELETE", "/company/days/2026-12-31").status_code == 204
    assert owner.ask("DELETE", "/company/days/2026-12-31").status_code == 404


def test_who_leaves_hands_their_deals_over(world: World, program: Programs) -> None:
    world.deal()
    head = program(world.head)
    path = f"/people/{world.manager.id}/leaving"
    assert head.ask("POST", path, {"to": [world.curator.id]}).status_code == 422
    assert head.ask("POST", path, {"to": [world.support.id]}).json() == {"key": world.manager.id, "deals": 1}


def test_an_invitation_is_a_link_for_one_person(world: World, program: Programs) -> None:
    path = f"/people/{world.marketer.id}/invitation"
    assert "/accounts/password/reset/key/" in program(world.head).ask("POST", path, {}).json()["link"]
    assert program(world.manager).ask("POST", path, {}).status_code == 403
