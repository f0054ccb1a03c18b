"""Asking for long work: a row that the worker finds, does and reports on."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from voronka.core.access import Actor, require
from voronka.core.problems import RequestReused
from voronka.store.models import Job

RIGHTS = {
    "backup": "backup.make",
    "verify": "log.verify",
    "company": "calendar.change",
    "migrate": "passport.publish",
    "import": "import.run",
    "bulk": "deal.change",
    "moving": "passport.publish",
    "rehearsal": "passport.draft",
    "export": "deal.see",  # and what actions/exports asks besides
}
"""What kinds of work there are, and who may ask for each."""


def ask_for_job(
    *,
    kind: str,
    by: Actor,
    at: datetime,
    arguments: Mapping[str, object] | None = None,
    key: UUID | None = None,
) -> UUID:
    """Ask the worker for a job; its key, to follow it by. The same key again changes nothing.

    Raises NotAllowed; RequestReused where the key stands for another job already.
    """
    require(by, RIGHTS[kind])
    words = json.dumps(dict(arguments or {}), ensure_ascii=False)
    job, made = Job.objects.get_or_create(
        pk=key or uuid4(),
        defaults={"kind": kind, "arguments": words, "by": by.label, "created_at": at},
    )
    if not made and (job.kind, job.arguments) != (kind, words):
        raise RequestReused(str(key))
    return UUID(str(job.pk))
