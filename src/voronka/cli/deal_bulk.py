"""`voronka deal bulk`: one change for many deals, looked at first with `--dry-run`, taken back whole."""

import csv
import sys
from typing import Annotated, Any

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.actions import bulk as verbs
from voronka.actions import bulking
from voronka.cli import REFUSED, answers, reading
from voronka.cli.caller import Call, command
from voronka.core.bulk import Change
from voronka.formats.sheets.csv import guarded
from voronka.queries import bulk as queries
from voronka.queries.bulk import BulkSeen, Found
from voronka.queries.lists import all as lists
from voronka.queries.lists.bulk import BulkFilters

Number = Annotated[
    int, typer.Argument(min=1, max=2**63 - 1, metavar="KEY", help="the number of the change of many deals")
]
Deals = Annotated[
    list[int] | None, typer.Option("--deal", min=1, max=2**63 - 1, metavar="KEY", help="one of the deals")
]
Where = Annotated[
    list[str] | None,
    typer.Option("--where", metavar="NAME=VALUE", help="all that fit, as stage=brief; as in `export deals`"),
]
Process = Annotated[str, typer.Option(help="of which process; of the first one by default")]
Look = Annotated[bool, typer.Option("--dry-run", help="only say what would come of it")]
Text = Annotated[str, typer.Option(help="what you want to say about it")]


def add_to(app: typer.Typer) -> None:
    """Add the group to `voronka deal`."""
    group = typer.Typer(no_args_is_help=True, help="One change for many deals: looked at, made, taken back.")
    for name, function in (
        ("assign", assign),
        ("next", next_step),
        ("move", move),
        ("lose", lose),
        ("reopen", reopen),
        ("field", field),
        ("list", list_bulks),
        ("show", show),
        ("deals", deals),
        ("go-on", go_on),
        ("undo", undo),
    ):
        command(group, name)(function)
    app.add_typer(group, name="bulk")


def assign(
    call: Call,
    email: Annotated[str, typer.Argument(metavar="[EMAIL]", help="of the person; nobody without it")] = "",
    deal: Deals = None,
    where: Where = None,
    process: Process = "",
    look: Look = False,
) -> None:
    """Give the deals to another person."""
    _make(call, Change("owner", owner=reading.person(email)), deal, where, process, look)


def next_step(
    call: Call,
    when: Annotated[
        str, typer.Argument(metavar="[WHEN]", help="24.11.2026, “24.11.2026 15:00”, +2d; empty: no next step")
    ] = "",
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="what is to be done")] = "",
    deal: Deals = None,
    where: Where = None,
    process: Process = "",
    look: Look = False,
) -> None:
    """What is to be done next with all of them, and when."""
    due = reading.moment(when, "due", call.at) if when else None
    _make(call, Change("next_step", due=due, text=text), deal, where, process, look)


def move(
    call: Call,
    to: Annotated[str, typer.Argument(metavar="STAGE", help="the stage, as the passport names it")],
    deal: Deals = None,
    where: Where = None,
    process: Process = "",
    look: Look = False,
) -> None:
    """Move the deals to a stage, each through its own conditions."""
    _make(call, Change("stage", to=to), deal, where, process, look)


def lose(
    call: Call,
    reason: Annotated[str, typer.Argument(metavar="REASON", help="a lost reason of the passport")],
    note: Text = "",
    deal: Deals = None,
    where: Where = None,
    process: Process = "",
    look: Look = False,
) -> None:
    """The deals are lost."""
    _make(call, Change("lose", reason=reason, text=note), deal, where, process, look)


def reopen(
    call: Call,
    note: Text = "",
    deal: Deals = None,
    where: Where = None,
    process: Process = "",
    look: Look = False,
) -> None:
    """Lost deals live again."""
    _make(call, Change("reopen", text=note), deal, where, process, look)


def field(
    call: Call,
    name: Annotated[str, typer.Argument(metavar="FIELD", help="a field of the passport")],
    value: Annotated[str, typer.Argument(metavar="[VALUE]", help="without it the field is emptied")] = "",
    deal: Deals = None,
    where: Where = None,
    process: Process = "",
    look: Look = False,
) -> None:
    """One value of a field for all of them."""
    _make(call, Change("field", field=name, value=value), deal, where, process, look)


def _make(
    call: Call, change: Change, deal: list[int] | None, where: list[str] | None, process: str, look: bool
) -> None:
    keys = list(deal or ())
    if where:
        asked = lists.from_data("deals", reading.narrowed(where))
        keys += queries.fitting(call.by, call.at, asked, process=process or None)
    key = verbs.begin_bulk(deals=keys, process=process or None, by=call.by, at=call.at)
    try:
        verbs.choose_change(key=key, change=change, by=call.by, at=call.at)
        if look:
            _work(call, key, "trying")
            _say(call, queries.bulk(key, by=call.by, at=timezone.now()))
            return
    finally:
        if look or queries.bulk(key, by=call.by, at=timezone.now()).change is None:
            verbs.discard_bulk(key=key, by=call.by, at=timezone.now())
    _work(call, key, "running")
    _say(call, queries.bulk(key, by=call.by, at=timezone.now()))


def _work(call: Call, key: int, what: verbs.What) -> None:
    verbs.begin_work(key=key, what=what, here=True, by=call.by, at=call.at)
    bulking.WORK[what](key=key, now=timezone.now, say=answers.progress)


def list_bulks(call: Call) -> None:
    """The latest that were made, the newest first."""
    found = queries.bulks(by=call.by, at=call.at)
    if call.json:
        answers.as_json({"items": found})
        return
    rows = ((str(one.key), one.says, one.state, str(one.done), str(one.total), one.by_name) for one in found)
    answers.table((_("Number"), _("Change"), _("State"), _("Changed"), _("Deals"), _("Who")), rows)


def show(call: Call, key: Number) -> None:
    """What came of one of them."""
    _say(call, queries.bulk(key, by=call.by, at=call.at))


def deals(call: Call, key: Number) -> None:
    """Its deals with what became of each, as CSV."""
    sheet = lists.sheet("bulk", by=call.by, at=call.at, asked=BulkFilters(key))
    out = csv.writer(sys.stdout)
    out.writerow([one.title for one in sheet.columns])
    for row in sheet.rows():
        out.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])


def go_on(call: Call, key: Number) -> None:
    """Go on with one that was stopped or cut off."""
    _work(call, key, "running")
    _say(call, queries.bulk(key, by=call.by, at=timezone.now()))


def undo(call: Call, key: Number) -> None:
    """Take one back whole; what people have worked on since stays."""
    _work(call, key, "undoing")
    _say(call, queries.bulk(key, by=call.by, at=timezone.now()))


def _say(call: Call, seen: BulkSeen) -> None:
    """The same data and words as on the page; exit code 2 where every deal was refused."""
    found = seen.undo or seen.tried or seen.told
    if call.json:
        answers.as_json(seen)
    else:
        answers.out(seen.line.says)
        if found:
            for line in _lines(seen, found):
                answers.out(line)
        if seen.line.state != "tried":
            answers.out(_("Number of the change: %(key)d.") % {"key": seen.line.key})
    if found and found.refused + found.barred and not found.done + found.same:
        raise typer.Exit(REFUSED)


def _lines(seen: BulkSeen, found: Found) -> list[str]:
    told: dict[str, Any] = {
        "done": found.done,
        "same": found.same,
        "refused": found.refused,
        "barred": found.barred,
        "left": found.same + found.refused + found.barred,
    }
    if seen.undo:
        head = _("Taken back: %(done)d; left, for people have worked on them: %(left)d.") % told
    elif seen.tried:
        head = (
            _("Would change: %(done)d; so already: %(same)d; refused: %(refused)d; not yours: %(barred)d.")
            % told
        )
    else:
        head = (
            _("Changed: %(done)d; so already: %(same)d; refused: %(refused)d; not yours: %(barred)d.") % told
        )
    lines = [head]
    for one in found.reasons:
        count = ngettext("%(n)d deal", "%(n)d deals", one.count) % {"n": one.count}
        named = ", ".join(str(deal.key) for deal in one.deals)
        lines.append(f"  {one.sentence} {count}: {named}" if named else f"  {one.sentence} {count}")
        lines += [f"    {deal.key}: {deal.says}" for deal in one.deals if deal.says]
    return lines
