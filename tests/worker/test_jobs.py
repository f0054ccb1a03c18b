"""Long work: asked for by anybody with the right, done by the worker, seen by a page."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.world import World
from voronka.actions.jobs import ask_for_job
from voronka.core.access import SYSTEM, Actor
from voronka.core.problems import NotAllowed, NotFound
from voronka.queries.jobs import job
from voronka.queries.jobs import jobs as latest
from voronka.store.models import DealRow, Job
from voronka.worker import jobs, kinds

assert kinds  # importing it makes the kinds known
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A kind of job in three pieces that counts how often each was done."""
    done: list[int] = []
    kind = jobs.Kind(
        plan=lambda arguments: 3,
        piece=lambda arguments, number, say: done.append(number) or number * 10,  # type: ignore[func-returns-value]
        outcome=lambda arguments, results: {"sum": sum(results), "word": arguments["word"]},
    )
    monkeypatch.setitem(jobs.KINDS, "verify", kind)
    return done


def do(key: str) -> None:
    """What the engine does, without the engine."""
    jobs.taken(key)
    jobs.finish(key, [jobs.piece(key, number) for number in range(jobs.begin(key))])


def test_a_job_goes_from_queued_to_done_and_shows_its_progress(db: None, counting: list[int]) -> None:
    key = ask_for_job(kind="verify", by=SYSTEM, at=NOW, arguments={"word": "слово"})
    assert (job(key=key, by=SYSTEM).state, job(key=key, by=SYSTEM).percent) == ("queued", 0)
    assert jobs.queued() == [str(key)]
    jobs.taken(str(key))
    assert jobs.queued() == []
    assert jobs.begin(str(key)) == 3
    jobs.piece(str(key), 0)
    assert (job(key=key, by=SYSTEM).state, job(key=key, by=SYSTEM).percent) == ("running", 33)
    jobs.finish(str(key), [0, 10, 20])
    state = job(key=key, by=SYSTEM)
    assert (state.state, state.percent, state.over) == ("done", 100, True)
    assert state.outcome == {"sum": 30, "word": "слово"}


def test_progress_inside_a_piece_is_told(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def piece(arguments: dict[str, object], number: int, say: jobs.Say) -> None:
        say(1, 4)
        seen.append(job(key=key, by=SYSTEM).percent)

    monkeypatch.setitem(jobs.KINDS, "verify", jobs.Kind(lambda _: 2, piece, lambda a, results: {}))
    key = ask_for_job(kind="verify", by=SYSTEM, at=NOW)
    do(str(key))
    assert seen == [12, 62]


def test_a_job_that_failed_says_why_and_stays_so(db: None, counting: list[int]) -> None:
    key = ask_for_job(kind="verify", by=SYSTEM, at=NOW, arguments={"word": ""})
    jobs.fail(str(key), "OSError", "No space left on device")
    jobs.finish(str(key), [0, 0, 0])  # a late answer changes nothing
    state = job(key=key, by=SYSTEM)
    assert state.state == "failed"
    assert state.outcome == {"error": "OSError", "words": "No space left on device"}


def test_the_same_request_twice_is_one_job(db: None, counting: list[int]) -> None:
    key = uuid4()
    assert ask_for_job(kind="verify", by=SYSTEM, at=NOW, key=key) == key
    assert ask_for_job(kind="verify", by=SYSTEM, at=NOW, key=key) == key
    assert Job.objects.count() == 1


def test_a_seller_may_neither_ask_for_a_backup_nor_see_the_head_s_jobs(world: World) -> None:
    with pytest.raises(NotAllowed):
        ask_for_job(kind="backup", by=world.manager, at=NOW)
    key = ask_for_job(kind="backup", by=world.head, at=NOW)
    with pytest.raises(NotFound):
        job(key=key, by=world.manager)
    with pytest.raises(NotAllowed):
        latest(by=world.manager)
    assert [one.key for one in latest(by=world.owner)] == [key]


def test_a_job_that_is_not_there_is_not_found(db: None) -> None:
    with pytest.raises(NotFound):
        job(key=uuid4(), by=Actor("person", 1, "owner"))


def test_the_proof_of_the_log_is_a_job(world: World) -> None:
    world.won_deal()
    key = ask_for_job(kind="verify", by=world.head, at=NOW)
    do(str(key))
    assert job(key=key, by=world.head).outcome == {"equal": True, "differences": []}


@pytest.mark.unequal
def test_the_proof_names_what_differs(world: World) -> None:
    deal = world.won_deal()
    DealRow.objects.filter(pk=deal).update(paid=1)
    key = ask_for_job(kind="verify", by=world.head, at=NOW)
    do(str(key))
    outcome = job(key=key, by=world.head).outcome
    assert outcome["equal"] is False
    assert f"deal:{deal}" in json.dumps(outcome)
