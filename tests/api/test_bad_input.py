"""What no client should send: a clear problem each time, nothing half done, never a 500."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import Program
from tests.world import World
from voronka.store.models import EventRow

LONG = "я" * 10_000
PROBLEM = "application/problem+json"


def problem(response: Any, status: int, kind: str) -> Any:
    """The answer is this problem, whole."""
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"].startswith(PROBLEM)
    body = response.json()
    assert body["type"] == f"/api/v1/problems/{kind}"
    assert body["status"] == status
    assert body["title"] and body["detail"]
    return body


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b'{"title": NaN}',
        b'{"amount": Infinity}',
        rb'{"title": "\ud800"}',
        b"[" * 100_000,
        b'{"title": "a"} more',
        b"",
    ],
    ids=["cut", "not utf-8", "nan", "infinity", "half a pair", "deep", "two values", "nothing"],
)
def test_a_body_that_is_no_json_is_unreadable(world: World, manager: Program, body: bytes) -> None:
    problem(manager.post("/deals", body), 400, "unreadable")


@pytest.mark.parametrize("body", [[], "text", 5, None, True])
def test_json_of_another_shape_is_invalid(world: World, manager: Program, body: Any) -> None:
    response = manager.ask("POST", "/deals", json.dumps(body).encode())
    problem(response, 422, "invalid")


def test_every_field_that_is_wrong_is_named_with_its_sentence(world: World, manager: Program) -> None:
    body = problem(
        manager.post("/deals", {"ammount": 5, "amount": "5", "company": 0, "owner": 10**30}), 422, "invalid"
    )
    assert {one["field"]: one["code"] for one in body["errors"]} == {
        "ammount": "unknown_field",
        "amount": "wrong_type",
        "company": "number_small",
        "owner": "number_large",
    }
    assert all(one["sentence"] for one in body["errors"])


def test_the_same_problem_is_told_in_russian(world: World, manager: Program) -> None:
    response = manager.post("/deals", {"amount": -5, "title": "x"}, **{"Accept-Language": "ru"})
    assert response.json()["errors"][0]["sentence"] == "Сумма не может быть отрицательной."


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (-1, "amount_negative"),
        (10**18, "amount_too_large"),
        (10**40, "amount_too_large"),
        (1.5, "wrong_type"),
        ("1,234", "wrong_type"),
        (True, "wrong_type"),
    ],
)
def test_an_amount_that_cannot_be_is_refused(
    world: World, manager: Program, amount: object, code: str
) -> None:
    key = world.deal()
    response = manager.put(f"/deals/{key}/amount", {"amount": amount})
    assert problem(response, 422, "invalid")["errors"][0]["code"] == code
    assert manager.get(f"/deals/{key}").json()["amount"] == 0


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "🥐 кафе", "Ёж «и» К°", "a' OR 1=1 --"])
def test_names_come_back_exactly_as_they_were_written(world: World, manager: Program, title: str) -> None:
    key = manager.done("/deals", {"title": title})["key"]
    assert manager.get(f"/deals/{key}").json()["title"] == title


def test_nul_is_left_out_of_text_and_refused_in_names_of_things(world: World, manager: Program) -> None:
    key = manager.done("/deals", {"title": "ко\x00фе"})["key"]
    assert manager.get(f"/deals/{key}").json()["title"] == "кофе"
    problem(manager.post(f"/deals/{key}/moves", {"to": "ca\x00ll"}), 422, "invalid")
    problem(manager.get("/deals?stage=%00"), 422, "invalid")
    problem(manager.get("/companies?search=%00"), 422, "invalid")


def test_ten_thousand_characters_are_kept_in_a_note_and_too_long_for_a_title(
    world: World, manager: Program
) -> None:
    key = world.deal()
    manager.done(f"/deals/{key}/notes", {"text": LONG})
    assert manager.get(f"/deals/{key}/timeline").json()[-1]["texts"]["text"] == LONG
    body = problem(manager.post("/deals", {"title": LONG}), 422, "invalid")
    assert (body["errors"][0]["field"], body["errors"][0]["code"]) == ("title", "too_long")
    problem(manager.post(f"/deals/{key}/notes", {"text": LONG + "!"}), 422, "invalid")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Too long: %d characters, at most %d."),
        ("ru", "Слишком длинно: %d знаков, можно не больше %d."),
    ],
)
@pytest.mark.parametrize(
    ("method", "path", "body", "field", "length", "limit"),
    [
        ("POST", "/deals", {"title": "я" * 412}, "title", 412, 300),
        ("PUT", "/deals/%d/field", {"field": "title", "value": "я" * 412}, "title", 412, 300),
        ("POST", "/deals/%d/moves", {"to": "c" * 99}, "to", 99, 64),
        ("GET", "/companies?search=" + "a" * 250, None, "search", 250, 200),
    ],
)
def test_of_what_is_too_long_the_field_its_length_and_the_limit_are_told(
    world: World, manager: Program, language: str, told: str, method: str, path: str, body: Any, field: str,
    length: int, limit: int,
) -> None:  # fmt: skip
    path = path % world.deal() if "%d" in path else path
    said = problem(manager.ask(method, path, body, **{"Accept-Language": language}), 422, "invalid")
    (error,) = said["errors"]
    assert (error["field"], error["code"]) == (field, "too_long")
    assert error["data"] == {"length": length, "limit": limit}
    assert error["sentence"] == told % (length, limit)
    assert said["detail"] == f"{field}: {error['sentence']}"


def test_of_a_list_that_is_too_long_it_is_told_how_many_there_are(world: World, manager: Program) -> None:
    body = {"weekdays": ["mon"] * 9}
    said = problem(manager.ask("PATCH", "/company", body), 422, "invalid")
    assert {one["field"]: one["sentence"] for one in said["errors"]}["weekdays"] == "Too many: 9, at most 7."


def test_the_detail_says_every_sentence_once_behind_its_fields(world: World, manager: Program) -> None:
    said = problem(manager.post("/clients/merges", {"noun": "contact"}), 422, "invalid")
    assert said["detail"] == "kept, gone: Fill this in."


@pytest.mark.parametrize("typed", ["2026-11-20T10:00:00", "2026-11-20"])
@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("GET", "/deals?opened_from=%s", None, "opened_from"),
        ("GET", "/inquiries?received_before=%s", None, "received_before"),
        ("POST", "/exports", {"list": "deals", "filters": {"closed_to": "%s"}}, "closed_to"),
        ("POST", "/deals/bulk", {"filters": {"since": "%s"}, "change": {"kind": "reopen"}}, "since"),
        ("PUT", "/deals/%d/next-step", {"due": "%s", "text": "Позвонить"}, "due"),
    ],
)
def test_a_time_without_its_zone_is_refused_at_every_door_with_the_same_sentence(
    world: World, manager: Program, method: str, path: str, body: Any, field: str, typed: str
) -> None:
    path = path.replace("%d", str(world.deal())).replace("%s", typed)
    told = body and json.loads(json.dumps(body).replace("%s", typed))
    (error,) = problem(manager.ask(method, path, told), 422, "invalid")["errors"]
    assert (error["field"], error["code"]) == (field, "moment_without_zone")
    assert "2026-11-20" in error["sentence"] and "time zone" in error["sentence"]


def test_the_move_to_a_stage_that_is_not_there_is_a_refusal(world: World, manager: Program) -> None:
    key = world.deal()
    body = problem(manager.post(f"/deals/{key}/moves", {"to": "<script>"}), 422, "refused")
    assert body["refused"][0]["guard"] == "stage_known"
    assert "<script>" in body["refused"][0]["sentence"], "JSON is no HTML: it is the reader's to escape"


@pytest.mark.parametrize(
    "path",
    ["/deals/0", f"/deals/{10**18}", f"/deals/{2**63}", f"/deals/{10**30}", "/deals/abc", "/deals/-1", "/no"],
)
def test_an_address_of_nothing_is_404(world: World, manager: Program, path: str) -> None:
    response = manager.get(path)
    assert response.status_code == 404
    assert response["Content-Type"].startswith(PROBLEM)


@pytest.mark.parametrize("cursor", ["x", "", "W10", "a" * 300, "%00", "WyItb3BlbmVkX2F0IiwgIngiLCAxXQ"])
def test_a_cursor_that_is_not_ours_is_invalid(world: World, manager: Program, cursor: str) -> None:
    response = manager.get(f"/deals?cursor={cursor}")
    if cursor:
        assert problem(response, 422, "invalid")["errors"][0]["code"] == "cursor_unreadable"
    else:
        assert response.status_code == 200


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "order=title", "status=dead", "owner=x"]
)
def test_a_query_that_cannot_be_is_invalid(world: World, manager: Program, query: str) -> None:
    problem(manager.get(f"/deals?{query}"), 422, "invalid")


@pytest.mark.parametrize("due", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "tomorrow", 5])
def test_a_moment_out_of_all_time_is_invalid(world: World, manager: Program, due: Any) -> None:
    problem(manager.put(f"/deals/{world.deal()}/next-step", {"due": due}), 422, "invalid")


def test_the_past_is_no_next_step(world: World, manager: Program) -> None:
    response = manager.put(f"/deals/{world.deal()}/next-step", {"due": "2020-01-01T00:00:00Z"})
    assert problem(response, 422, "invalid")["errors"][0]["code"] == "in_the_past"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_a_body_of_another_type_is_not_read(world: World, manager: Program, kind: str) -> None:
    response = manager.ask("POST", "/deals", b'{"title": "x"}', **{"Content-Type": kind})
    problem(response, 415, "media-type")


def test_a_wrong_method_is_told_which_are_right(world: World, manager: Program) -> None:
    response = manager.ask("DELETE", "/deals")
    problem(response, 405, "method")
    assert set(response["Allow"].split(", ")) == {"GET", "POST"}


def test_fifty_megabytes_of_json_are_too_large(world: World, manager: Program) -> None:
    before = EventRow.objects.count()
    problem(manager.post("/deals", b'{"title": "' + b"a" * (50 << 20) + b'"}'), 413, "too-large")
    assert EventRow.objects.count() == before


def test_a_file_above_the_limit_is_too_large(world: World, manager: Program, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1 << 20
    problem(manager.send_file(content=b"%PDF" + b"x" * (1 << 20)), 413, "too-large")
    problem(manager.send_file(content=b"x" * (3 << 20)), 413, "too-large")


def test_an_empty_file_is_invalid(world: World, manager: Program) -> None:
    assert problem(manager.send_file(content=b""), 422, "invalid")["errors"][0]["code"] == "file_empty"


# --- who is asking ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic YTpi", "Bearer vrk_no", "Bearer ё\x00"]
)
def test_without_a_valid_token_nobody_comes_in(world: World, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    response = Client(raise_request_exception=False).get("/api/v1/me", headers=headers)
    problem(response, 401, "unauthorized")
    assert response["WWW-Authenticate"] == "Bearer"


def test_a_session_of_the_pages_does_not_open_the_api(world: World, client: Client) -> None:
    client.force_login(world.person("owner"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/api/v1/me").status_code == 401


def test_a_token_that_may_only_read_writes_nothing(world: World, program: Callable[..., Program]) -> None:
    reader = program(world.manager, scopes="read")
    assert reader.get("/deals").status_code == 200
    problem(reader.post("/deals", {"title": "x"}), 403, "scope")
    problem(reader.put(f"/deals/{world.deal()}/amount", {"amount": 5}), 403, "scope")
    problem(reader.ask("DELETE", "/tokens/1"), 403, "scope")


def test_too_many_requests_are_told_when_to_come_again(
    world: World, manager: Program, program: Callable[..., Program], settings: Any
) -> None:
    settings.API_PER_MINUTE = 5
    answers = [manager.get("/me").status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    response = manager.get("/me")
    problem(response, 429, "too-many")
    assert 1 <= int(response["Retry-After"]) <= 12
    assert program(world.manager).get("/me").status_code == 200, "each token has its own count"


def test_answers_are_not_kept_by_anybody_on_the_way(world: World, manager: Program) -> None:
    for response in (manager.get("/deals"), manager.get("/deals/999")):
        assert response["Cache-Control"] == "no-store"


def test_every_type_of_problem_explains_itself(world: World) -> None:
    from voronka.api.problems import KINDS

    for name, kind in KINDS.items():
        told = Client().get(f"/api/v1/problems/{name}").json()
        assert told["status"] == kind.status
    assert Client().get("/api/v1/problems/none").status_code == 404
