"""The log of facts, read on from a position."""

from dataclasses import dataclass

from django.http import HttpRequest
from ninja import Query, Router

from voronka.api.v1.calls import actor
from voronka.api.v1.shapes import LARGEST, Limit
from voronka.queries.records import facts
from voronka.queries.records.facts import LogRecord

router = Router(tags=["log"])


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some facts in their order; ask on from `next`. `more` is false where the log ends now."""

    items: list[LogRecord]
    next: int
    more: bool


@router.get("", response=LogPage, summary="Facts behind a position; for the owner and the head of sales")
def list_events(
    request: HttpRequest, after: int = Query(0, ge=0, le=LARGEST), limit: Limit = 100
) -> dict[str, object]:
    items = facts.whole_log(by=actor(request), after=after, limit=limit)
    last = items[-1].position if items else after
    return {"items": items, "next": last, "more": len(items) == limit}
