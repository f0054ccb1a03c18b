"""Lists as files for programs: asked for, followed, fetched; filters by name."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Program
from tests.world import World
from voronka.worker import jobs, kinds

assert kinds  # importing it makes the kinds known
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def work_off() -> None:
    for key in jobs.queued():
        jobs.taken(key)
        jobs.finish(key, [jobs.piece(key, number) for number in range(jobs.begin(key))])


def test_a_program_asks_follows_and_fetches(world: World, manager: Program) -> None:
    won, lost = world.won_deal(), world.lost_deal()
    key = manager.done("/exports", {"list": "deals", "filters": {"status": "won"}})["key"]
    seen = manager.get(f"/exports/{key}").json()
    assert (seen["list"], seen["form"], seen["state"], seen["rows"]) == ("deals", "csv", "queued", None)
    assert manager.get(f"/exports/{key}/file").status_code == 404
    work_off()
    assert manager.get(f"/exports/{key}").json()["rows"] == 1
    assert manager.get(f"/jobs/{key}").json()["outcome"]["rows"] == 1
    answer = manager.get(f"/exports/{key}/file")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["Number"] == str(won) != str(lost)


def test_the_same_request_again_is_the_same_export(world: World, manager: Program) -> None:
    asked = {"list": "deals", "form": "xlsx"}
    keys = {manager.post("/exports", asked, **{"Idempotency-Key": "a"}).json()["key"] for _time in range(2)}
    assert len(keys) == 1
    again = manager.post("/exports", {"list": "deals"}, **{"Idempotency-Key": "a"})
    assert again.status_code == 422


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"list": "everything"}, 422),
        ({"list": "deals", "form": "zip"}, 422),
        ({"list": "deals", "filters": {"stauts": "won"}}, 422),
        ({"list": "deals", "filters": {"status": "gone"}}, 422),
        ({"list": "deals", "filters": {"since": "31.02.2026"}}, 422),
        ({"list": "deals", "more": 1}, 422),
        ({"list": "payments"}, 403),
        ({"list": "people"}, 403),
    ],
)
def test_what_is_none_or_not_theirs_is_refused(manager: Program, asked: dict[str, Any], status: int) -> None:
    assert manager.post("/exports", asked).status_code == status


def test_an_export_of_somebody_else_is_not_there(
    world: World, program: Callable[..., Program], manager: Program
) -> None:
    key = manager.done("/exports", {"list": "deals"})["key"]
    work_off()
    owner = program(world.owner)
    assert owner.get(f"/exports/{key}").status_code == 404
    assert owner.get(f"/exports/{key}/file").status_code == 404
