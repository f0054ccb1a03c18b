"""Sharing out what comes in, as the passport says: in turn, or to whoever has the least on their hands."""

from collections import Counter

from django.db.models import Count, Sum

from voronka.core import entry
from voronka.core.access import HOLDERS
from voronka.core.process import Process
from voronka.store.models import InquiryRow, Person, StageCount


def next_holder(process: Process) -> int | None:
    """Who of the role gets the next inquiry; None where nobody of it works here, or it is given out by hand."""
    assign = process.entry.assign
    role = next((one for one in process.owner.roles if assign is not None and one.id == assign.role), None)
    if assign is None or role is None or role.system not in HOLDERS:
        return None
    people = list(Person.objects.filter(is_active=True, role=role.system).values_list("pk", flat=True))
    match assign.by:
        case "turn":
            return entry.in_turn(people, _last(process.key, people))
        case "load":
            return entry.least_loaded(people, _load(process.key, people))
    return None


def _last(process: str, people: list[int]) -> int | None:
    """Who got the last one; the rows are walked from their end, and the walk is short."""
    rows = InquiryRow.objects.filter(process=process, owner__in=people).order_by("-id")
    return rows.values_list("owner", flat=True).first()


def _load(process: str, people: list[int]) -> Counter[int]:
    """Open deals and open inquiries of each: the deals from their counters."""
    deals = StageCount.objects.filter(process=process, owner__in=people).exclude(place__startswith="=")
    inquiries = InquiryRow.objects.filter(process=process, status="open", owner__in=people)
    load = Counter(
        {owner: int(count) for owner, count in deals.values_list("owner").annotate(n=Sum("count"))}
    )
    load.update(dict(inquiries.values_list("owner").annotate(n=Count("id"))))
    return load
