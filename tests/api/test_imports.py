"""The past comes in by a program: sent, corrected, tried, brought in, taken back, as by page and command."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from tests.api.conftest import Program
from tests.formats.tables import amocrm
from tests.world import MONDAY, World
from voronka.actions import cycle, importing, taking_back
from voronka.actions.people import add_person, make_token
from voronka.core.access import SYSTEM, Actor
from voronka.store import values
from voronka.store.models import DealRow, Import, Job

STAGES = {
    "Первичный контакт": "brief", "Переговоры": "call", "Принимают решение": "call",
    "Согласование договора": "contract",
}  # fmt: skip


@pytest.fixture
def head(program: Callable[..., Program], world: World) -> Program:
    return program(world.head)


def sent(program: Program, count: int = 30, content: bytes | None = None, **headers: str) -> Any:
    file = amocrm.content(count) if content is None else content
    return program.send_file("amo.csv", file, to="/imports", **headers)


def work(key: int) -> None:
    """As the worker does it."""
    row = Import.objects.get(pk=key)
    does = {"trying": importing.try_it, "running": importing.run, "undoing": taking_back.undo}[row.state]
    does(key=key, now=timezone.now, say=lambda done, total: None)
    Job.objects.update(state="done")


def test_a_program_brings_a_file_in_and_takes_it_back(head: Program) -> None:
    lines = amocrm.text(30).split("\r\n")
    lines[1] = lines[1].replace(amocrm.rows(30)[0][4], "31.02.2025", 1)
    key = sent(head, content="\r\n".join(lines).encode("cp1251")).json()["key"]
    seen = head.get(f"/imports/{key}").json()
    assert (seen["source"], seen["noun"], seen["state"], seen["seq"]) == ("amocrm", "deal", "planned", 1)
    assert seen["words"]["stages"]["Переговоры"] > 0
    plan = {"stages": {**seen["plan"]["stages"], **STAGES}}
    assert head.put(f"/imports/{key}/plan", {"seq": 1, "plan": plan}).json()["seq"] == 2
    assert head.put(f"/imports/{key}/plan", {"seq": 1, "plan": plan}).status_code == 409
    wrong = head.put(f"/imports/{key}/plan", {"seq": 2, "plan": {"stages": {"Переговоры": "nowhere"}}})
    assert wrong.status_code == 422 and "stages.Переговоры" in wrong.content.decode()
    head.done(f"/imports/{key}/try")
    work(key)
    tried = head.get(f"/imports/{key}").json()
    assert (tried["state"], tried["tried"]["taken"], tried["tried"]["refused"]) == ("tried", 29, 1)
    asked = [
        head.post(f"/imports/{key}/run", **{"Idempotency-Key": "run"}).json()["key"] for _time in range(2)
    ]
    assert asked[0] == asked[1] == head.get(f"/jobs/{asked[0]}").json()["key"]
    work(key)
    assert head.get(f"/imports/{key}").json()["counts"]["taken"] == DealRow.objects.count() == 29
    refused = head.get(f"/imports/{key}/refused?limit=1").json()
    assert (refused["items"][0]["number"], refused["items"][0]["field"]) == (2, "Дата создания сделки")
    assert refused["next"] is None and "31.02.2025" in refused["items"][0]["why"]
    assert head.get(f"/imports/{key}/refused?after=2").json()["items"] == []
    assert head.ask("DELETE", f"/imports/{key}").status_code == 422
    head.done(f"/imports/{key}/undo")
    work(key)
    assert not DealRow.objects.exclude(status="undone").exists()
    assert [one["state"] for one in head.get("/imports").json()["items"]] == ["undone"]


def bare(program: Program, content: bytes, to: str, kind: str = "text/csv", **headers: str) -> Any:
    """As `curl --data-binary @file` sends it."""
    return program.ask("POST", to, content, **{"Content-Type": kind, **headers})


@pytest.mark.parametrize(
    ("query", "header", "called"),
    [
        ("?name=%D1%81%D0%B4%D0%B5%D0%BB%D0%BA%D0%B8.csv", "", "сделки.csv"),
        ("", 'attachment; filename="amo.csv"', "amo.csv"),
        ("", "attachment; filename*=UTF-8''%D1%81%D0%B4%D0%B5%D0%BB%D0%BA%D0%B8.csv", "сделки.csv"),
        ("?name=amo.csv", 'attachment; filename="other.csv"', "amo.csv"),
    ],
)
def test_the_body_may_be_the_file_itself(head: Program, query: str, header: str, called: str) -> None:
    headers = {"Content-Disposition": header} if header else {}
    made = bare(head, amocrm.content(30), f"/imports{query}", **headers)
    assert made.status_code == 201, made.content.decode()
    seen = head.get(f"/imports/{made.json()['key']}").json()
    assert (seen["name"], seen["source"], seen["lines"]) == (called, "amocrm", 30)


def test_a_file_as_the_body_is_larger_than_json_may_be_and_is_sent_again_without_harm(
    head: Program, settings: Any
) -> None:
    large = amocrm.content(30) + (b";" * 40 + b"\r\n") * (1 << 17)
    assert len(large) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    again = [bare(head, large, "/imports?name=a.csv", **{"Idempotency-Key": "one"}).json() for _ in range(2)]
    assert again[0]["key"] == again[1]["key"] and again[1]["repeated"]
    history = bare(head, amocrm.history(30), f"/imports/{again[0]['key']}/history?name=moves.csv")
    assert head.get(f"/imports/{again[0]['key']}").json()["histories"] == [history.json()["key"]]


def test_a_file_as_the_body_has_the_same_limits_a_name_and_a_type(head: Program, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1 << 20
    assert bare(head, b"a;b\n" * (1 << 19), "/imports?name=a.csv").status_code == 413
    nameless = bare(head, amocrm.content(3), "/imports")
    assert nameless.status_code == 422
    (error,) = nameless.json()["errors"]
    assert (error["field"], error["code"]) == ("name", "file_name_needed")
    assert "?name=" in error["sentence"]
    chunked = head.client.generic(
        "POST", "/api/v1/imports?name=a.csv", headers=head.headers, CONTENT_TYPE="text/csv"
    )
    assert [one["code"] for one in chunked.json()["errors"]] == ["file_length_needed"]
    urlencoded = bare(head, amocrm.content(3), "/imports?name=a.csv", "application/x-www-form-urlencoded")
    assert urlencoded.status_code == 415 and "text/csv" in urlencoded.json()["detail"]
    assert bare(head, b"%PDF", "/files?name=a.pdf", "application/pdf").status_code == 415
    assert bare(head, b"x", "/imports?name=a.csv", "application/json").status_code == 415
    assert bare(head, b"\x89PNG\r\n\x1a\n" + bytes(60), "/imports?name=a.csv").status_code == 422
    assert bare(head, b"", "/imports?name=a.csv").status_code == 422
    formless = head.ask(
        "POST", "/imports", b"----edge--", **{"Content-Type": "multipart/form-data; boundary=--edge"}
    )
    assert formless.status_code == 422 and formless.json()["errors"][0]["field"] == "file"
    assert not Import.objects.exists()


def test_a_program_sends_the_history_along_and_hears_what_stayed(head: Program, world: World) -> None:
    key = sent(head).json()["key"]
    history = head.send_file("moves.csv", amocrm.history(30), to=f"/imports/{key}/history").json()["key"]
    seen = head.get(f"/imports/{key}").json()
    assert seen["histories"] == [history]
    plan = {"stages": {**seen["plan"]["stages"], **STAGES}}
    head.put(f"/imports/{key}/plan", {"seq": seen["seq"], "plan": plan})
    head.done(f"/imports/{key}/run")
    work(key)
    assert head.get(f"/imports/{history}").json()["counts"]["taken"] == len(amocrm.changes(30))
    touched = DealRow.objects.filter(status="open")[0]
    cycle.add_note(key=touched.pk, text="Созвонились", by=world.head, at=timezone.now())
    assert head.get(f"/imports/{key}/stayed").status_code == 404
    head.done(f"/imports/{key}/undo")
    work(key)
    first = head.get(f"/imports/{key}/stayed?limit=1").json()
    rest = head.get(f"/imports/{key}/stayed?after={first['next']}").json()
    assert {"noun": "deal", "key": touched.pk, "name": touched.title} in [*first["items"], *rest["items"]]
    assert rest["next"] is None


def test_the_same_file_with_the_same_key_is_one_import_and_it_may_be_discarded(head: Program) -> None:
    keys = [sent(head, 5, **{"Idempotency-Key": "file"}).json()["key"] for _time in range(2)]
    assert keys[0] == keys[1]
    assert Import.objects.count() == 1
    assert head.ask("DELETE", f"/imports/{keys[0]}").status_code == 204
    assert head.get(f"/imports/{keys[0]}").status_code == 404


def test_what_is_no_table_or_not_ones_right_is_told_so(
    head: Program, manager: Program, program: Any, world: World
) -> None:
    picture = sent(head, content=b"\x89PNG\r\n\x1a\n" + bytes(60))
    assert picture.status_code == 422 and "file_no_table" in picture.content.decode()
    assert not Import.objects.exists()
    assert sent(manager, 3).status_code == 403
    assert manager.get("/imports").status_code == 403
    assert sent(program(world.head, "read"), 3).status_code == 403
    assert head.post("/imports", {"file": "x"}).status_code == 415


@pytest.fixture
def alone(db: None) -> Iterator[Program]:
    """A program of the owner of a company that has nothing yet."""
    key = add_person(email="vera@studio.example", name="Вера", role="owner", by=SYSTEM, at=MONDAY)
    owner = Actor("person", key, "owner")
    yield Program(make_token(name="t", scopes="read write", by=owner, at=timezone.now()).secret)


def test_a_program_publishes_the_passport_that_the_file_drafts(alone: Program) -> None:
    key = sent(alone).json()["key"]
    seen = alone.get(f"/imports/{key}").json()
    outline = seen["outline"]
    assert [one["title"] for one in outline["stages"] if not one["to"]] == list(amocrm.STAGES)
    outline["title"] = "Свои продажи"
    corrected = alone.put(f"/imports/{key}/passport", {"seq": seen["seq"], "outline": outline}).json()
    outline["currency"] = "EURO"
    wrong = alone.put(f"/imports/{key}/passport", {"seq": corrected["seq"], "outline": outline})
    assert wrong.status_code == 422
    done = alone.done(f"/imports/{key}/passport", {"seq": corrected["seq"]})
    assert done["outline"] is None and done["plan"]["stages"]["Переговоры"] == "peregovory"
    assert values.latest().title == "Свои продажи"
    alone.done(f"/imports/{key}/run")
    work(key)
    assert DealRow.objects.count() == 30
