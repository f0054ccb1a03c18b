"""How far the log may be read on PostgreSQL, where a smaller position can commit after a greater one."""

from django.db import connection

_LAST = "pg_sequence_last_value(pg_get_serial_sequence('store_eventrow', 'id')::regclass)"

# From left to right: first the position, then the number of a transaction that begins after it was given out.
# Where our own one has begun before, it may have taken positions too, and must end first.
_ASK = f"""
SELECT {_LAST}, CASE WHEN pg_current_xact_id_if_assigned() IS NULL THEN 0 ELSE 1 END,
pg_current_xact_id()::text::bigint"""
_OLDEST = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"

_safe = 0
_asked: tuple[int, int] | None = None
"""A position, and the transaction that all older ones than must have ended for it to be safe."""


def settled() -> int:
    """Up to this position every fact is there for good, and none will come between.

    A reader that moved its cursor over a position that commits late would never see it. A writer has its
    transaction's number before it takes a position (it has locked or written a row), so this suffices: the
    last position given out is noted, then the number of a new transaction; once no older transaction runs,
    every fact up to that position has been committed or never will be.
    """
    global _safe, _asked
    safe, asked = _safe, _asked
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE({_LAST}, 0)")
        (last,) = cursor.fetchone()
        if last < safe:  # another database than it was
            safe, asked = 0, None
        while safe < last:
            if asked is None:
                cursor.execute(_ASK)
                position, begun, transaction = cursor.fetchone()
                asked = (position, transaction + begun)
            cursor.execute(_OLDEST)
            if cursor.fetchone()[0] < asked[1]:
                break
            safe, asked = asked[0], None
    _safe, _asked = safe, asked
    return safe
