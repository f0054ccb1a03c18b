"""A company's first passport drafted from the file of its past: corrected, published, and the file led to it."""

import json
from datetime import datetime

from django.db import transaction

from voronka.actions import imports as verbs
from voronka.actions import passport, people
from voronka.actions.change import keepable
from voronka.core import access
from voronka.core.access import Actor
from voronka.core.outlines import Outline, wrong
from voronka.core.problems import Invalid, Problem
from voronka.formats.passport import outlined, read
from voronka.formats.tables import known
from voronka.store import company
from voronka.store.models import Import, PassportDraft, Person


def correct_outline(*, key: int, outline: Outline, seen: int, by: Actor, at: datetime) -> None:
    """Keep the draft as somebody corrected it; another pipeline of the file is looked at anew.

    Raises NotAllowed, NotFound, Stale in a second tab; Invalid with every place of it that can't be so, and where there
    is a passport already.
    """
    access.require(by, "import.run")
    access.require(by, "passport.draft")
    row = _row(key, seen, at)
    was = outline_of(row)
    if outline.pipeline != was.pipeline and outline.pipeline in dict(was.pipelines):
        table = verbs.table_of(row)
        proposed = known.understood(table, verbs.plan_of(row), verbs.company_known())
        outline = verbs.outline_of_first(table, proposed, by.id, outline.pipeline) or was
    _require(outline)
    with transaction.atomic():
        held = _row(key, seen, at)
        Import.objects.filter(pk=held.pk).update(outline=_text(outline), seq=held.seq + 1)


def publish_outline(*, key: int, seen: int, by: Actor, at: datetime, door: str = "page") -> int:
    """Publish the draft as version 1, add the people who got an e-mail, and lead the words of the file to its stages.

    All of it happens or nothing does. The version's number. Raises NotAllowed, NotFound, Stale, Invalid.
    """
    access.require(by, "import.run")
    access.require(by, "passport.publish")
    row = _row(key, seen, at)
    outline = outline_of(row)
    _require(outline)
    # Answers that somebody has begun to give by hand stay the draft of the next version.
    begun = PassportDraft.objects.order_by("id").values_list("process", flat=True).first()
    text = outlined.text_of(outline, begun or "")
    process = read(text, company.ours().currency).process
    if process is None:
        raise Invalid(Problem("required", "stages"))
    table, ours = verbs.table_of(row), verbs.company_known()
    wanted = outlined.led(outline, verbs.plan_of(row), process, {})
    there = known.Company((process,), ours.people, ours.fields, ours.currency, ours.zone)
    proposed = known.understood(table, wanted, there)
    found = verbs.found_in(table, proposed)
    with transaction.atomic():
        held = _row(key, seen, at)
        outline_of(held)  # nobody else has published one meanwhile
        added = {
            one.word: people.add_person(email=one.email, name=one.word, role="manager", by=by, at=at)
            for one in outline.people
            if one.email and not one.key
        }
        done = passport.publish(text=text, seen=0, by=by, at=at, door=door)
        plan = outlined.led(outline, proposed.plan, process, added)
        verbs.keep_plan(held, plan, outline="{}", found=found, seq=held.seq + 1)
    return done.key


def outline_of(row: Import) -> Outline:
    """The draft of a file's passport; Invalid where the file tells none, or one is published already."""
    data = json.loads(row.outline)
    if not data or not verbs.first_of_all():
        raise Invalid(Problem("passport_there", ""))
    return outlined.outline_of(data)


def _require(outline: Outline) -> None:
    keys = set(Person.objects.filter(is_active=True).values_list("pk", flat=True))
    found = list(wrong(outline, keys))
    typed = {one.email.lower(): one.word for one in outline.people if one.email and not one.key}
    for email in Person.objects.filter(email__in=typed).values_list("email", flat=True):
        found.append(Problem("email_taken", f"people.{typed[email]}", {"typed": email}))
    if outline.stages and not outline.cycle:
        found.append(Problem("required", "stages"))
    if found:
        raise Invalid(*found)


def _text(outline: Outline) -> str:
    return keepable(json.dumps(outlined.as_data(outline), ensure_ascii=False))


def _row(key: int, seen: int, at: datetime) -> Import:
    return verbs.import_row(key, "planned", seen=seen, at=at)
