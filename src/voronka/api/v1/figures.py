"""Figures as the worker keeps them."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from pydantic import Field

from voronka.api.v1.calls import actor
from voronka.api.v1.shapes import Word
from voronka.core.periods import Past
from voronka.queries.cycle import funnel
from voronka.queries.cycle.funnel import QUARTER, Funnel
from voronka.queries.passport.told import VerdictRecord, verdicts

Number = Annotated[int, Field(ge=0, le=1_000_000)]

router = Router(tags=["figures"])


@router.get("/funnel", response=Funnel, summary="How many go on from each stage; version 0: all of them")
def get_funnel(
    request: HttpRequest,
    version: Number | None = None,
    days: Number = QUARTER,
    process: Word | None = None,
    past: Past = "with",
) -> Funnel:
    """`past`: deals of another system count (`with`), do not (`without`: only by evidence), or count alone (`only`)."""
    return funnel.funnel(
        by=actor(request), at=timezone.now(), process=process, version=version, days=days, past=past
    )


@router.get(
    "/verdicts",
    response=list[VerdictRecord],
    summary="Whether each of the ten answers holds, and why; by weeks",
)
def list_verdicts(request: HttpRequest, process: Word | None = None) -> list[VerdictRecord]:
    told = verdicts(by=actor(request), at=timezone.now(), today=timezone.localdate(), process=process)
    return list(told)
