"""`voronka figures`: count figures anew; the worker does it by itself, an operator when it must be now."""

import typer
from django.utils.translation import gettext as _

from voronka.actions import figures as verbs
from voronka.cli import answers
from voronka.cli.caller import OPERATOR, Call, command
from voronka.insight.reckoning import funnels

app = typer.Typer(no_args_is_help=True, help="Figures: recount.")


@app.callback()
def figures() -> None:
    """A group, also while it has one command."""


@command(app, "recount", nobody=OPERATOR)
def recount(call: Call) -> None:
    """Count the figures of every process anew and keep them for the pages."""
    done = verbs.recount(reckon=funnels, by=call.by, at=call.at)
    if call.json:
        answers.as_json(done)
        return
    said = _("%(process)s: %(figures)d tables of figures from %(stays)d stays on stages.")
    for one in done:
        answers.out(said % {"process": one.process, "figures": one.figures, "stays": one.stays})
