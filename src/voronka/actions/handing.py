"""Deals of a file that are nobody's are given to whoever led them there, or to somebody else."""

from datetime import datetime

from django.db import transaction

from voronka.actions.bulk import begin_bulk, choose_change
from voronka.actions.imports import import_row, plan_of, source_of, table_of
from voronka.core import access
from voronka.core.access import Actor
from voronka.core.bulk import MOST, Change
from voronka.core.problems import Invalid, Problem
from voronka.formats.tables.lines import naming
from voronka.store import imported
from voronka.store.models import DealRow


def hand_over_named(*, key: int, word: str, to: int, by: Actor, at: datetime) -> int:
    """Choose the open deals of this import that nobody leads and whose lines name `word`, to be led by `to`; the key
    of the bulk edit, which is looked at, made and taken back as any other: each deal is decided by its own rules.

    Of several processes it is one at a time. Raises NotAllowed; NotFound; Invalid where the import is not done or
    tells of no deals, the file names nobody so who is unknown here, or none of their deals is free.
    """
    access.require(by, "import.run")
    access.require(by, "deal.assign")
    row = import_row(key, "done", at=at)
    plan = plan_of(row)
    unknown = [name for name, person in plan.people.items() if not person]
    if row.noun != "deal" or word not in unknown:
        raise Invalid(Problem("unknown_choice", "word", {"have": word[:60], "known": unknown[:20]}))
    free = dict(DealRow.objects.filter(imported=key, status="open", owner=None).values_list("pk", "process"))
    outside = list(naming(table_of(row), plan, "deal.owner", word)) if free else []
    theirs = sorted(set(imported.known(source_of(row), "deal", outside).values()) & set(free))
    if not theirs:
        raise Invalid(Problem("deals_none", "word"))
    process = free[theirs[0]]
    chosen = [one for one in theirs if free[one] == process][:MOST]
    with transaction.atomic():
        made = begin_bulk(deals=chosen, process=process, by=by, at=at)
        choose_change(key=made, change=Change("owner", owner=to), by=by, at=at)
    return made
