"""The one write door: a transaction, facts appended, rows written, the answer remembered, all or nothing."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.deal import Deal, Stamp, apply
from voronka.core.entry import Inquiry, apply_inquiry
from voronka.core.problems import RequestReused
from voronka.store import codec, log, rows, sql, values


class Unit:
    """One change by one actor at one moment. Everything in it is committed together, or nothing is."""

    def __init__(self, by: Actor, at: datetime, door: str) -> None:
        self.envelope = log.Envelope(by, at, door)
        self._texts: list[int] = []

    @property
    def by(self) -> Actor:
        """Who acts."""
        return self.envelope.by

    @property
    def at(self) -> datetime:
        """When."""
        return self.envelope.at

    def deal(self, key: int) -> Deal:
        """The deal, locked until the end; NotFound."""
        return values.deal(key, lock=True)

    def inquiry(self, key: int) -> Inquiry:
        """The inquiry, locked until the end; NotFound."""
        return values.inquiry(key, lock=True)

    def text(self, body: str) -> int | None:
        """Keep what somebody wrote; its id, None for nothing."""
        if not body:
            return None
        made = sql.one(_TEXT, (body, self.at))
        assert made is not None
        self._texts.append(int(made[0]))
        return self._texts[-1]

    def forget_texts(self) -> None:
        """What was written for a change that was refused is not kept: no fact refers to it."""
        while self._texts:
            sql.run("DELETE FROM store_text WHERE id = %s", (self._texts.pop(),))

    def record(self, before: Deal, events: Sequence[e.Event]) -> Deal:
        """Append facts to a deal's stream and write its rows; the deal after them."""
        if not events:
            return before
        after, changes = before, []
        for seq, event in enumerate(events, start=before.seq + 1):
            stamp = Stamp(seq, self.at, self.by.label)
            after = apply(after, event, stamp, before.key)
            changes.append((event, stamp, after))
        log.append(f"deal:{before.key}", before.seq, events, self.envelope, before.version)
        rows.update_deal(before, after, changes)
        return after

    def deals(self, keys: Sequence[int]) -> list[Deal]:
        """Those of these deals that are there, locked until the end."""
        return values.deals(keys, lock=True)

    def record_all(self, told: Sequence[tuple[Deal, Sequence[e.Event]]]) -> None:
        """Facts without files for many deals at once, as one after the other would have left them."""
        streams, changed = [], []
        for before, events in told:
            after, changes = before, []
            for seq, event in enumerate(events, start=before.seq + 1):
                stamp = Stamp(seq, self.at, self.by.label)
                after = apply(after, event, stamp, before.key)
                changes.append((event, stamp, after))
            if changes:
                streams.append((f"deal:{before.key}", before.seq, events, before.version))
                changed.append((before, after, changes))
        log.append_all(streams, self.envelope)
        rows.update_deals(changed)

    def open_deal(self, event: e.DealOpened, title: str) -> Deal:
        """A new deal by its first fact."""
        stamp = Stamp(1, self.at, self.by.label)
        nameless = apply(None, event, stamp, 0)
        key = rows.insert_deal(nameless, title)
        deal = replace(nameless, key=key)
        log.append(f"deal:{key}", 0, (event,), self.envelope, event.version_number)
        rows.update_deal(None, deal, [(event, stamp, deal)])
        return deal

    def receive_inquiry(self, event: e.InquiryReceived) -> Inquiry:
        """A new inquiry by its first fact."""
        stamp = Stamp(1, self.at, self.by.label)
        nameless = apply_inquiry(None, event, stamp, 0)
        key = rows.insert_inquiry(nameless)
        log.append(f"inquiry:{key}", 0, (event,), self.envelope, None)
        return replace(nameless, key=key)

    def record_inquiry(self, before: Inquiry, events: Sequence[e.Event]) -> Inquiry:
        """Append facts to an inquiry's stream and write its row."""
        after = before
        for seq, event in enumerate(events, start=before.seq + 1):
            after = apply_inquiry(after, event, Stamp(seq, self.at, self.by.label), before.key)
        if events:
            log.append(f"inquiry:{before.key}", before.seq, events, self.envelope, None)
            rows.update_inquiry(after)
        return after

    def record_passport(self, process: str, event: e.PassportPublished) -> None:
        """Append to a process's own stream: fact number n is its version n."""
        log.append(f"process:{process}", event.number - 1, (event,), self.envelope, event.number)

    def acknowledge(self, person: int, event: e.DocumentAcknowledged, version: int) -> bool:
        """Append to a person's own stream that they have read a text; False where they had read it before.

        The person is locked: else two tabs would both be the first.
        """
        sql.one("SELECT id FROM store_person WHERE id = %s" + sql.for_update(), (person,))
        stream = f"person:{person}"
        if sql.one(_READ, (person, event.digest, event.process, event.stage)) is not None:
            return False
        last = sql.one("SELECT COALESCE(MAX(seq), 0) FROM store_eventrow WHERE stream = %s", (stream,))
        log.append(stream, int(last[0]) if last else 0, (event,), self.envelope, version)
        rows.acknowledge(person, event, self.at)
        return True

    def set_title(self, key: int, title: str) -> None:
        """The deal's title, in the same transaction as the fact that says so."""
        rows.set_title(key, title)

    def answered(self, request: str, command: str) -> dict[str, Any] | None:
        """The answer that this request already got; RequestReused where it then asked for something else."""
        row = sql.one(
            'SELECT digest, answer FROM store_requestrow WHERE "by" = %s AND key = %s',
            (self.by.label, request),
        )
        if row is None:
            return None
        if row[0] != _digest(command):
            raise RequestReused(request)
        return dict(json.loads(row[1]))

    def remember(self, request: str, command: str, answer: dict[str, Any]) -> None:
        """Keep the answer, so that the same request again changes nothing."""
        sql.run(_REMEMBER, (self.by.label, request, _digest(command), codec.dumps(answer), self.at))


def forget_requests(before: datetime) -> int:
    """Answers that nobody will ask for again; how many."""
    return sql.run("DELETE FROM store_requestrow WHERE created_at < %s", (before,))


_TEXT = sql.insert("store_text", ("body", "created_at")) + " RETURNING id"
_READ = (
    "SELECT 1 FROM store_acknowledgement WHERE person_id = %s AND digest = %s AND process = %s AND stage = %s"
)
_REMEMBER = sql.insert("store_requestrow", ("by", "key", "digest", "answer", "created_at"))


def _digest(command: str) -> str:
    return hashlib.sha256(command.encode()).hexdigest()


_joined: ContextVar[bool] = ContextVar("joined", default=False)


@contextmanager
def unit(*, by: Actor, at: datetime, door: str) -> Iterator[Unit]:
    """Open the door: everything done through the unit is one transaction. Any time zone will do for `at`."""
    with sql.transaction(savepoint=not _joined.get()):
        yield Unit(by, at.astimezone(UTC), door)


@contextmanager
def together() -> Iterator[None]:
    """Many changes as one transaction: none has a way back of its own, what fails in one undoes them all."""
    with sql.transaction():
        before = _joined.set(True)
        try:
            yield
        finally:
            _joined.reset(before)
