"""What the machine itself allows: the same answers by hand, without a framework, on the same database."""

import html
import sqlite3
from datetime import UTC, datetime

from django.conf import settings

from voronka.store.backend.driver import use_bundled_sqlite

use_bundled_sqlite()


def opened() -> sqlite3.Connection:
    """The bench's database with the settings that Voronka works with."""
    connection = sqlite3.connect(str(settings.DATABASES["default"]["NAME"]), isolation_level=None)
    for pragma in settings.DATABASES["default"]["OPTIONS"]["init_command"].split(";"):
        if pragma.strip():
            connection.execute(pragma)
    return connection


CARD = (
    "SELECT d.id, c.name, d.title, d.agreed, p.name, d.urgent_at, d.entered_at, t.body FROM store_dealrow d"
    " LEFT JOIN store_company c ON c.id = d.company_id LEFT JOIN store_person p ON p.id = d.owner_id"
    " LEFT JOIN store_text t ON t.id = d.next_step_text WHERE d.process = 'services' AND d.status = 'open'"
    " AND d.stage = ? ORDER BY d.urgent_at, d.id LIMIT 80"
)


def board(connection: sqlite3.Connection, stages: list[str]) -> str:
    """All columns as one string, put together by hand."""
    pieces = ["<!doctype html><div class=board>"]
    for stage in stages:
        pieces.append(f"<section><h2>{stage}</h2><ul>")
        for row in connection.execute(CARD, (stage,)):
            key, client, about, amount, owner, urgent, entered, step = row
            pieces.append(
                f'<li class="card" id="deal-{key}"><h3><a href="/cycle/deals/{key}">'
                f"{html.escape(client or '')}</a></h3><p>{html.escape(about)}</p>"
                f"<p>{html.escape(step or '')}, {urgent[:16]}</p>"
                f"<p><span>{amount // 100}</span><span>{entered[:10]}</span>"
                f"<span>{html.escape(owner or '')}</span></p></li>"
            )
        pieces.append("</ul></section>")
    return "".join(pieces)


def card(connection: sqlite3.Connection, key: int) -> str:
    """One deal with its facts."""
    row = connection.execute("SELECT * FROM store_dealrow WHERE id = ?", (key,)).fetchone()
    facts = connection.execute(
        "SELECT seq, kind, at, by, data FROM store_eventrow WHERE stream = ? ORDER BY seq", (f"deal:{key}",)
    ).fetchall()
    lines = "".join(f"<li>{html.escape(str(fact))}</li>" for fact in facts)
    return f"<h1>{html.escape(str(row))}</h1><ol>{lines}</ol>"


def search(connection: sqlite3.Connection, word: str) -> list[tuple[object, ...]]:
    """Companies in whose names a word begins so."""
    return connection.execute(
        "SELECT c.id, c.name FROM store_company c WHERE c.id IN (SELECT rowid / 4 FROM store_nameindex"
        " WHERE store_nameindex MATCH ? ORDER BY rowid DESC LIMIT 10)",
        (f'"c{word}" *',),
    ).fetchall()


class RawLoop:
    """One fact inserted and one row changed per transaction, as durable as Voronka's own."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        connection.execute("CREATE TABLE IF NOT EXISTS bench_event AS SELECT * FROM store_eventrow WHERE 0")
        connection.execute("CREATE UNIQUE INDEX IF NOT EXISTS bench_event_seq ON bench_event (stream, seq)")
        columns = [row[1] for row in connection.execute("PRAGMA table_info(bench_event)")]
        row = connection.execute(
            f"SELECT {', '.join(columns)} FROM store_eventrow WHERE kind = 'deal.moved' LIMIT 1"
        ).fetchone()
        self.row, self.stream = list(row), columns.index("stream")
        self.insert = f"INSERT INTO bench_event VALUES ({', '.join('?' * len(columns))})"
        self.number = 0

    def one(self, key: int) -> None:
        """A transaction."""
        self.number += 1
        self.row[self.stream] = f"bench:{self.number}"
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        execute = self.connection.execute
        execute("BEGIN IMMEDIATE")
        execute(self.insert, self.row)
        execute("UPDATE store_dealrow SET entered_at = entered_at WHERE id = ? AND ? <> ''", (key, now))
        execute("COMMIT")

    def clean(self) -> None:
        """Leave nothing behind."""
        self.connection.execute("DROP TABLE IF EXISTS bench_event")


def lead(connection: sqlite3.Connection, number: int) -> None:
    """A contact, an inquiry, a deal and its facts, by hand in one transaction."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    execute = connection.execute
    execute("BEGIN IMMEDIATE")
    execute("CREATE TABLE IF NOT EXISTS bench_lead (id INTEGER PRIMARY KEY, kind TEXT, at TEXT, data TEXT)")
    for kind in ("contact", "inquiry", "inquiry.received", "deal", "deal.opened", "inquiry.closed"):
        data = f'{{"number":{number}}}'
        execute("INSERT INTO bench_lead (kind, at, data) VALUES (?, ?, ?)", (kind, now, data))
    execute("COMMIT")
