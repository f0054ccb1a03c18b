"""Long work that the worker does: how far it is, and what came of it."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from voronka.api.v1.calls import actor
from voronka.queries import jobs
from voronka.queries.jobs import JobState

router = Router(tags=["jobs"])


@router.get("/{uuid:job}", response=JobState, summary="One job: how far it is, and its outcome")
def get_job(request: HttpRequest, job: UUID) -> JobState:
    return jobs.job(key=job, by=actor(request))
