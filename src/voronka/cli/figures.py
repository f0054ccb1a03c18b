"""`voronka figures`: the funnel as the worker keeps it, and counting it anew when it must be now."""

from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _

from voronka.actions import figures as verbs
from voronka.cli import answers
from voronka.cli.caller import OPERATOR, Call, command
from voronka.core.periods import PASTS
from voronka.core.problems import Invalid, Problem
from voronka.insight.reckoning import funnels
from voronka.queries.cycle.funnel import QUARTER, funnel
from voronka.queries.passport.measured import judge
from voronka.queries.passport.told import verdicts
from voronka.queries.sums import between, share

app = typer.Typer(no_args_is_help=True, help="Figures: funnel, verdicts, recount.")


@command(app, "funnel", nobody=OPERATOR)
def show(
    call: Call,
    version: Annotated[
        int | None, typer.Option(min=0, max=1_000_000, help="0: all; the one that holds by default")
    ] = None,
    days: Annotated[int, typer.Option(help="opened within so many days: 90 or 364")] = QUARTER,
    past: Annotated[
        str, typer.Option(help="deals of another system: with, without (only by evidence), only")
    ] = PASTS[0],
    process: Annotated[str | None, typer.Option(help="the first one by default")] = None,
) -> None:
    """How many deals go on from each stage, with a 95% interval; open deals are weighted."""
    if past not in PASTS:
        raise Invalid(Problem("unknown_choice", "past", {"have": past[:60], "known": list(PASTS)}))
    seen = funnel(by=call.by, at=call.at, process=process, version=version, days=days, past=past)
    if call.json:
        answers.as_json(seen)
        return
    if seen.counted_at is None:
        answers.out(_("Figures are being counted"))
        return
    heads = [_("Stage"), _("Came"), _("Went on"), _("Lost"), _("Open"), _("Go on"), _("95% interval")]
    lines = [
        [
            one.title,
            str(one.n),
            str(one.advanced),
            str(one.lost),
            str(one.open),
            *_rate(one.rate, one.low, one.high),
        ]
        for one in seen.stages
    ]
    whole = [str(one) for one in (seen.deals, seen.won, seen.lost, seen.open)]
    answers.table(heads, [*lines, [_("From end to end"), *whole, *_rate(seen.rate, seen.low, seen.high)]])
    answers.out(_("counted %(at)s") % {"at": answers.moment(seen.counted_at)})


def _rate(rate: float | None, low: float | None, high: float | None) -> list[str]:
    if rate is None or low is None or high is None:
        return [_("too little data"), ""]
    return [share(rate), between(low, high)]


@command(app, "verdicts", nobody=OPERATOR)
def holds(
    call: Call,
    process: Annotated[str | None, typer.Option(help="the first one by default")] = None,
) -> None:
    """Whether each of the ten answers holds, and why."""
    told = verdicts(by=call.by, at=call.at, today=timezone.localdate(call.at), process=process)
    if call.json:
        answers.as_json(told)
        return
    names = {
        "holds": _("holds"),
        "remark": _("holds, with a remark"),
        "fails": _("does not hold"),
        "answered": _("answered"),
        "not_answered": _("not answered"),
    }
    lines = [[str(one.number), one.title, names[one.state], one.sentence] for one in told]
    answers.table(["", _("Question"), _("Verdict"), _("Why")], lines)


@command(app, "recount", nobody=OPERATOR)
def recount(call: Call) -> None:
    """Count the figures of every process anew and keep them for the pages."""
    done = verbs.recount(reckon=funnels, judge=judge, by=call.by, at=call.at)
    if call.json:
        answers.as_json(done)
        return
    said = _("%(process)s: %(figures)d tables of figures from %(stays)d stays on stages.")
    for one in done:
        answers.out(said % {"process": one.process, "figures": one.figures, "stays": one.stays})
