"""Chooses the SQLite library: the bundled new one where there is a wheel for it, else Python's own."""

import sys

# Two connections that checkpoint at once can corrupt the file in these versions ("WAL-reset" bug).
FIRST_BAD, FIRST_GOOD = (3, 7, 0), (3, 51, 3)


def use_bundled_sqlite() -> bool:
    """Put pysqlite3 in the place of sqlite3; must run before Django's SQLite backend is imported."""
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError:
        return False
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
    return True


def can_corrupt(version: tuple[int, ...]) -> bool:
    """Whether this version of SQLite carries the corruption bug."""
    return FIRST_BAD <= version < FIRST_GOOD
