"""Many inquiries at once: open and closed, answered or not, of several channels and people, some of them of nobody."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from voronka.core import events as e
from voronka.core.access import Actor
from voronka.core.process import Process
from voronka.store import bulk
from voronka.store.models import Contact


def inquiries(
    process: Process, count: int, *, owners: Sequence[Actor], at: datetime, open_share: float = 0.5
) -> list[int]:
    """So many inquiries, a minute apart, of the contacts that are there in turn; their keys."""
    contacts: list[int | None] = [*Contact.objects.order_by("pk").values_list("pk", flat=True)[:400], None]
    channels = [*(one.id for one in process.entry.channels), "gone"]
    by = owners[0]
    told = []
    for number in range(count):
        came = at + timedelta(minutes=number // 2)
        owner = [*owners, None][number % (len(owners) + 1)]
        received = e.InquiryReceived(
            process=process.key,
            channel=channels[number % len(channels)],
            contact=contacts[number % len(contacts)],
            owner=owner.id if owner else None,
        )
        facts: list[bulk.Fact] = [(received, came, by)]
        if number % 3:
            facts.append((e.InquiryAnswered(), came + timedelta(minutes=number % 7), by))
        if number % 100 >= open_share * 100:
            facts.append((e.InquiryClosed("spam"), came + timedelta(hours=1), by))
        told.append(facts)
    return bulk.write_inquiries(told, door="import", recorded=at)
