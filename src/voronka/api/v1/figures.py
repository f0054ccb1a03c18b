"""Figures as the worker keeps them."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from pydantic import Field

from voronka.api.v1.calls import actor
from voronka.api.v1.shapes import Word
from voronka.queries.cycle import funnel
from voronka.queries.cycle.funnel import QUARTER, Funnel

Number = Annotated[int, Field(ge=0, le=1_000_000)]

router = Router(tags=["figures"])


@router.get("/funnel", response=Funnel, summary="How many go on from each stage; version 0: all of them")
def get_funnel(
    request: HttpRequest, version: Number | None = None, days: Number = QUARTER, process: Word | None = None
) -> Funnel:
    return funnel.funnel(by=actor(request), at=timezone.now(), process=process, version=version, days=days)
