"""`voronka log`: prove that the rows say what the log says, and read the log."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.cli import answers
from voronka.cli.caller import OPERATOR, Call, command
from voronka.queries import log
from voronka.queries.records import facts

app = typer.Typer(no_args_is_help=True, help="The event log: verify, tail.")


@command(app, "verify", nobody=OPERATOR)
def verify(call: Call) -> None:
    """Compute everything again from the log and compare; the first difference, and exit code 1, if any."""
    found = log.verify(by=call.by)
    if call.json:
        answers.as_json(found)
    elif found.difference is None:
        said = ngettext(
            "%(streams)d story of %(facts)d facts was checked: the rows say the same.",
            "%(streams)d stories of %(facts)d facts were checked: the rows say the same.",
            found.streams,
        )
        answers.out(said % {"streams": found.streams, "facts": found.facts})
    else:
        one = found.difference
        said = _("%(stream)s: %(what)s is %(row)s in the rows, but %(log)s by the log.")
        answers.err(
            "voronka: " + said % {"stream": one.stream, "what": one.what, "row": one.row, "log": one.log}
        )
    if found.unindexed and not call.json:
        said = ngettext(
            "The search has not read %(n)d fact yet.",
            "The search has not read %(n)d facts yet.",
            found.unindexed,
        )
        answers.out(said % {"n": found.unindexed})
    if found.difference is not None:
        raise typer.Exit(1)


@command(app, "tail", nobody=OPERATOR)
def tail(
    call: Call,
    after: Annotated[int | None, typer.Option(min=0, help="behind this position; the end by default")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000)] = 20,
) -> None:
    """The last facts of the log, or those behind a position; with --json one document a line."""
    start = after if after is not None else max(0, facts.last_position(by=call.by) - limit)
    for one in facts.whole_log(by=call.by, after=start, limit=limit):
        if call.json:
            answers.line(one)
        else:
            said = " ".join(f"{name}={value}" for name, value in one.data.items())
            place = f"{one.position}  {answers.moment(one.at)}  {one.stream}#{one.seq}"
            answers.out(f"{place}  {one.kind}  {one.by}  {said}".rstrip())
