"""Installations of their own for tests that start real processes; each is a copy of one that was made once."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.installation import Installation, own_database

ROOT = str(Path(__file__).resolve().parent.parent.parent)
# Real work by real verbs: there are people, deals, money, a proof on the disk.
LIVE = f"""
import sys; sys.path.insert(0, {ROOT!r})
from tests.world import World
world = World.found()
world.won_deal(); world.lost_deal(); world.deal_at("contract")
"""


def at_work(folder: Path, database: str) -> Installation:
    """A company at work, made from nothing."""
    one = Installation(folder, database)
    done = one.run("migrate")
    assert done.returncode == 0, done.stderr
    one.python(LIVE)
    return one


@pytest.fixture(scope="session")
def model_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """What the copies are made of."""
    return at_work(tmp_path_factory.mktemp("model"), "")


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Installation]:
    """The same on the database of this run."""
    with own_database() as database:
        if database:
            yield at_work(tmp_path_factory.mktemp("model"), database)
        else:
            yield request.getfixturevalue("model_on_sqlite")


def copy(model: Installation, folder: Path, database: str) -> Installation:
    """An installation that starts where the model stands."""
    shutil.copytree(model.data, folder / "data")
    return Installation(folder, database)


@pytest.fixture
def installation(tmp_path: Path, model: Installation) -> Iterator[Installation]:
    """A company at work on the database of this run; nothing is started yet."""
    with own_database(model.environment["VORONKA_DATABASE_URL"]) as database:
        one = copy(model, tmp_path, database)
        yield one
        one.stop()


@pytest.fixture
def embedded(tmp_path: Path, model_on_sqlite: Installation) -> Iterator[Installation]:
    """A company at work on SQLite, whatever the run is on."""
    if os.environ.get("VORONKA_DATABASE_URL"):
        pytest.skip("is about SQLite")
    one = copy(model_on_sqlite, tmp_path, "")
    yield one
    one.stop()
