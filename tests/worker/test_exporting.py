"""Long lists and everything as files: whole or not offered, for whoever asked, for some days."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import openpyxl
import pytest

from tests.world import World
from voronka.actions import exports, people
from voronka.core.access import SYSTEM, Actor
from voronka.core.problems import Invalid, NotAllowed, NotFound
from voronka.queries.lists import taken, written
from voronka.store.models import Export, Job
from voronka.worker import exporting, jobs, kinds

assert kinds  # importing it makes the kinds known
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path / "exports"


def ask(world: World, by: Actor, what: str = "deals", form: str = "csv", **more: Any) -> UUID:
    told = {"language": "ru", "zone": "Europe/Moscow", "asked": {}, **more}
    return exports.ask_for_export(what=what, form=form, by=by, at=world.now, **told)


def do(key: UUID) -> None:
    """What the engine does, without the engine."""
    jobs.taken(str(key))
    try:
        jobs.finish(str(key), [jobs.piece(str(key), number) for number in range(jobs.begin(str(key)))])
    except Exception as error:
        jobs.fail(str(key), type(error).__name__, str(error))


def test_a_list_becomes_a_file_of_whoever_asked(world: World, folder: Path) -> None:
    mine, foreign = world.deal(), world.deal(by=world.other_manager)
    key = ask(world, world.manager)
    assert taken.export(key=key, by=world.manager).state == "queued"
    do(key)
    seen = taken.export(key=key, by=world.manager)
    assert (seen.state, seen.rows, seen.percent) == ("done", 1, 100)
    text = exports.file_of(key, "csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert [row["Номер"] for row in rows] == [str(mine)] and str(foreign) not in rows[0]["Номер"]
    assert [path.name for path in folder.iterdir()] == [f"{key}.csv"]
    assert exports.file_of(key, "csv").stat().st_mode & 0o777 == 0o600
    with pytest.raises(NotFound):
        taken.export(key=key, by=world.head)


def test_a_sheet_of_excel_by_filters_and_by_the_clock_of_whoever_asked(world: World) -> None:
    world.deal()
    won = world.won_deal()
    key = ask(world, world.head, form="xlsx", asked={"status": "won"}, language="en", zone="Asia/Vladivostok")
    do(key)
    book = openpyxl.load_workbook(exports.file_of(key, "xlsx"))
    rows = list(book["Deals"].iter_rows(values_only=True))
    heads = [str(one) for one in rows[0]]
    assert [row[0] for row in rows[1:]] == [won]
    assert rows[1][heads.index("Amount")] == 120_000
    opened = rows[1][heads.index("Opened")]
    assert opened.tzinfo is None and opened.hour == 17  # 10:01 in Moscow


def test_everything_becomes_one_archive_for_the_owner(world: World) -> None:
    world.won_deal()
    with pytest.raises(NotAllowed):
        ask(world, world.head, "everything", "zip")
    key = ask(world, world.owner, "everything", "zip")
    do(key)
    seen = taken.export(key=key, by=world.owner)
    with zipfile.ZipFile(exports.file_of(key, "zip")) as archive:
        lines = archive.read("voronka.jsonl").splitlines()
        assert len([name for name in archive.namelist() if name.startswith("files/")]) == 1
    assert seen.rows == len(lines) - 2 and json.loads(lines[-1])["thing"] == "end"
    assert not any("password" in json.loads(line) for line in lines)
    assert [(one.what, one.by_name, one.rows) for one in taken.exports(by=world.owner)] == [
        ("everything", "Вера Львова", seen.rows)
    ]


def test_two_who_ask_at_once_get_a_file_each(world: World) -> None:
    world.deal()
    first, second = ask(world, world.manager), ask(world, world.other_manager)
    do(second)
    do(first)
    assert taken.export(key=first, by=world.manager).rows == 1
    assert taken.export(key=second, by=world.other_manager).rows == 0
    same = uuid4()
    assert ask(world, world.manager, key=same) == ask(world, world.manager, key=same) == same
    assert Job.objects.filter(kind="export").count() == Export.objects.count() == 3


def test_what_was_cut_is_offered_to_nobody_and_is_made_anew(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.deal()
    key = ask(world, world.head)

    class Killed(BaseException):
        pass

    def cut(*_told: Any, **_more: Any) -> Iterator[bytes]:
        yield b"half"
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(written.csv, "lines", cut)
        patched.setattr(exports, "drop_work", lambda key: None)  # who is killed tidies nothing up
        jobs.taken(str(key))
        jobs.begin(str(key))
        folder.mkdir(parents=True, exist_ok=True)
        with pytest.raises(Killed):
            jobs.piece(str(key), 0)
    assert taken.export(key=key, by=world.head).state == "running"
    assert not exports.file_of(key, "csv").exists() and (folder / f"{key}.work").exists()
    do(key)
    assert taken.export(key=key, by=world.head).rows == 1
    assert [path.name for path in folder.iterdir()] == [f"{key}.csv"]


def test_a_full_disk_is_told_and_leaves_nothing(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = ask(world, world.head)

    def full(*_told: Any, **_more: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(written, "write", full)
    do(key)
    seen = taken.export(key=key, by=world.head)
    assert (seen.state, seen.trouble) == ("failed", "OSError")
    assert list(folder.iterdir()) == []


def test_who_has_left_or_lost_the_right_meanwhile_gets_nothing(world: World) -> None:
    key = ask(world, world.manager)
    told = {"key": world.manager.id or 0, "name": "Анна Ким", "by": SYSTEM, "at": world.now}
    people.change_person(role="manager", active=False, **told)
    do(key)
    assert not exports.file_of(key, "csv").exists()
    people.change_person(role="curator", active=True, **told)
    do(key := ask(world, world.head))
    people.change_person(
        **{**told, "key": world.head.id or 0, "name": "Илья", "role": "curator", "active": True}
    )
    with pytest.raises(NotAllowed):
        taken.export(key=key, by=Actor("person", world.head.id, "curator"))


def test_files_are_offered_for_some_days_and_who_took_them_stays_known(world: World, folder: Path) -> None:
    key = ask(world, world.head)
    do(key)
    assert exports.forget_files(world.now) == 0
    assert exports.forget_files(world.now + timedelta(seconds=1)) == 1
    assert list(folder.iterdir()) == []
    assert taken.export(key=key, by=world.head).state == "gone"
    assert len(taken.exports(by=world.owner)) == 1


def test_files_of_a_company_that_was_emptied_go_too_and_what_a_command_wrote_stays(
    world: World, folder: Path
) -> None:
    do(key := ask(world, world.head))
    by_hand, cut = folder / "voronka-2026-11-16-100000.zip", folder / f"{uuid4()}.work"
    by_hand.write_bytes(b"PK")
    cut.mkdir()
    Export.objects.all().delete()
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert exports.forget_files(later - timedelta(hours=1)) == 0
    assert exports.forget_files(later) == 1
    assert not exports.file_of(key, "csv").exists()
    assert list(folder.iterdir()) == [by_hand]


def test_a_form_that_is_none_is_refused(world: World) -> None:
    for what, form in (("deals", "zip"), ("everything", "csv"), ("deals", "exe")):
        with pytest.raises(Invalid):
            ask(world, world.owner, what, form)
    with pytest.raises(NotFound):
        ask(world, world.owner, "passwords")
    assert exporting.piece is not None
