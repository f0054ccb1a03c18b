"""Installations of their own for tests that start real processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.installation import Installation, own_database


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """On the database of this run; nothing is started yet."""
    with own_database() as database:
        one = Installation(tmp_path, database)
        yield one
        one.stop()


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Installation]:
    """On SQLite, whatever the run is on."""
    one = Installation(tmp_path)
    yield one
    one.stop()
