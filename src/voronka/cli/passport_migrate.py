"""`voronka passport migrate`: open deals go on by the version that holds; what that would do, and what was done."""

from collections.abc import Mapping
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _

from voronka.actions import migration
from voronka.cli import REFUSED, answers
from voronka.cli.caller import DOOR, Call, command
from voronka.core.problems import Invalid
from voronka.queries.passport import moving

Migrate = Annotated[bool, typer.Option("--migrate", help="open deals go on by the new version")]
Stages = Annotated[
    list[str] | None,
    typer.Option(
        "--map", metavar="OLD=NEW", help="where a stage leads; as often as needed, implies --migrate"
    ),
]
Process = Annotated[
    str, typer.Option("--process", metavar="NAME", help="of this process; of the first one by default")
]


def add(app: typer.Typer) -> None:
    """The command beside those of the passport."""
    command(app, "migrate")(migrate)
    command(app, "migrations")(migrations)


def chosen(migrate: bool, stages: list[str] | None) -> Mapping[str, str] | None:
    """The map that was given; None where open deals stay on their versions."""
    return read(stages) if migrate or stages else None


def read(stages: list[str] | None) -> dict[str, str]:
    """`old=new` apart; wrong usage where it is something else."""
    found = dict(one.partition("=")[::2] for one in stages or ())
    if not all(found.values()):
        raise typer.BadParameter("OLD=NEW", param_hint="--map")
    return found


def lead_over(call: Call, process: str, migrate: bool, stages: list[str] | None) -> None:
    """Do at once what was asked together with a publishing; the worker finds it done."""
    if chosen(migrate, stages) is None:
        return
    asked = next((one for one in moving.migrations(by=call.by, process=process) if not one.ended_at), None)
    if asked is not None:
        migration.perform(key=asked.key, now=timezone.now, door=DOOR)
        _tell(call, process)


def migrate(
    call: Call,
    stages: Stages = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would happen")] = False,
    draft: Annotated[
        bool, typer.Option("--draft", help="with --dry-run: to the draft, as it is now")
    ] = False,
    process: Process = "",
) -> None:
    """Lead the open deals to the version that holds; exit code 2 where a stage leads nowhere."""
    if dry_run:
        found = moving.report(
            by=call.by,
            at=call.at,
            new="draft" if draft else None,
            stages=read(stages),
            process=process or None,
        )
        _say(call, found)
        if found.unmapped:
            raise typer.Exit(REFUSED)
        return
    try:
        key = migration.migrate_deals(stages=read(stages), process=process or None, by=call.by, at=call.at)
    except Invalid as wrong:
        answers.wrong(wrong, json_wanted=call.json)
        raise typer.Exit(REFUSED) from None
    migration.perform(key=key, now=timezone.now, door=DOOR)
    _tell(call, process)


def migrations(call: Call, process: Process = "") -> None:
    """What was done: which migrations, to which version, how many deals went."""
    found = moving.migrations(by=call.by, process=process or None)
    if call.json:
        answers.as_json(found)
        return
    heads = (_("Asked"), _("By"), _("Version"), _("Deals went"), _("No place"))
    rows = [
        (answers.moment(one.asked_at), one.by_name, str(one.to_version), str(one.moved), str(one.left))
        for one in found
    ]
    answers.table(heads, rows)


def _tell(call: Call, process: str) -> None:
    done = moving.migrations(by=call.by, process=process or None, limit=1)[0]
    if call.json:
        answers.as_json(done)
        return
    words = {"moved": done.moved, "version": done.to_version, "left": done.left}
    answers.out(_("%(moved)d open deals go on by version %(version)d now.") % words)
    if done.left:
        answers.err(_("%(left)d have no place there and stay: say --map OLD=NEW for their stages.") % words)


def _say(call: Call, found: moving.MovingReport) -> None:
    if call.json:
        answers.as_json(found)
        return
    answers.out(
        _("%(count)d open deals would go on by version %(version)d.")
        % {"count": found.count, "version": found.version}
    )
    for way in found.ways:
        to = way.to_title or _("nowhere: say --map %(stage)s=NEW") % {"stage": way.frm}
        answers.out(f"  {way.from_title} → {to}: {way.count}")
    if found.lacking:
        answers.out(_("There they would lack:"))
    for one in found.lacking:
        answers.out(f"  {one.sentence.rstrip('.')}: {one.count}")
    if found.owners:
        answers.out(_("Whose they are:"))
    for owner in found.owners:
        answers.out(f"  {owner.name or _('nobody’s')}: {owner.count}")
