"""`voronka company`: what our own company has chosen, and the days that are its own."""

from datetime import time
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from voronka.actions import company as verbs
from voronka.cli import answers, reading
from voronka.cli.caller import OPERATOR, Call, command
from voronka.core.problems import Invalid, Problem
from voronka.queries import company as queries

app = typer.Typer(no_args_is_help=True, help="Our own company: show, set, days, day.")

DAYS = "mon tue wed thu fri sat sun".split()
Day = Annotated[str, typer.Argument(metavar="DAY", help="as 2026-12-31 or 31.12.2026")]


@command(app, "show", nobody=OPERATOR)
def show(call: Call) -> None:
    """What the company has chosen."""
    ours = queries.ours(call.by)
    told = {
        "name": ours.name,
        "languages": list(ours.languages),
        "language": ours.language,
        "time_zone": ours.time_zone,
        "currency": ours.currency,
        "holidays": ours.holidays,
        "weekdays": [DAYS[one] for one in sorted(ours.weekdays)],
        "opens": f"{ours.opens:%H:%M}",
        "closes": f"{ours.closes:%H:%M}",
    }
    if call.json:
        answers.as_json(told)
        return
    heads = (_("Setting"), _("Is now"))
    answers.table(
        heads, ((name, " ".join(one) if isinstance(one, list) else one) for name, one in told.items())
    )


@command(app, "set", nobody=OPERATOR)
def set_company(
    call: Call,
    name: Annotated[str | None, typer.Option(help="what the company is called")] = None,
    languages: Annotated[str, typer.Option(help="languages to choose from, as ru,en")] = "",
    usual: Annotated[str, typer.Option("--usual-language", help="of those who have chosen none")] = "",
    time_zone: Annotated[str, typer.Option(help="as Europe/Moscow")] = "",
    currency: Annotated[str, typer.Option(help="of passports that name none")] = "",
    holidays: Annotated[str, typer.Option(help="ru or none")] = "",
    weekdays: Annotated[str, typer.Option(help="worked days of the week, as mon,tue,wed,thu,fri")] = "",
    opens: Annotated[str, typer.Option(help="the working day begins, as 09:00")] = "",
    closes: Annotated[str, typer.Option(help="and ends, as 18:00")] = "",
) -> None:
    """Other choices; what isn't named stays. Norms of open deals are counted again."""
    done = verbs.change_company(
        name=name,
        languages=languages.split(",") if languages else None,
        language=usual or None,
        time_zone=time_zone or None,
        currency=currency.upper() or None,
        holidays=holidays or None,
        weekdays=_weekdays(weekdays) if weekdays else None,
        opens=_clock(opens, "opens"),
        closes=_clock(closes, "closes"),
        wait=True,
        by=call.by,
        at=call.at,
    )
    _told(call, done)


@command(app, "days", nobody=OPERATOR)
def days(call: Call) -> None:
    """Days of which the company itself says whether it works on them."""
    found = queries.ours(call.by).days
    if call.json:
        answers.as_json({"items": found})
        return
    words = {True: _("we work"), False: _("we rest")}
    rows = ((one.day.isoformat(), words[one.works], one.note) for one in found)
    answers.table((_("Day"), "", _("Why")), rows)


@command(app, "day", nobody=OPERATOR)
def day(
    call: Call,
    day: Day,
    works: Annotated[bool | None, typer.Option("--work/--rest", help="do we work on it?")] = None,
    note: Annotated[str, typer.Option(help="why")] = "",
) -> None:
    """Say whether the company works on this day; without an answer it is again as everybody has it."""
    read = reading.day(day, "day")
    if works is None:
        _told(call, verbs.clear_day(day=read, wait=True, by=call.by, at=call.at))
    else:
        _told(call, verbs.set_day(day=read, works=works, note=note, wait=True, by=call.by, at=call.at))


def _weekdays(typed: str) -> list[int]:
    words = [one.strip().lower()[:3] for one in typed.split(",") if one.strip()]
    for one in words:
        if one not in DAYS:
            raise Invalid(Problem("unknown_choice", "weekdays", {"have": one, "known": DAYS}))
    return [DAYS.index(one) for one in words]


def _clock(typed: str, field: str) -> time | None:
    try:
        return time.fromisoformat(typed.strip().zfill(5)) if typed else None
    except ValueError:
        raise Invalid(Problem("clock_unreadable", field, {"typed": typed[:20]})) from None


def _told(call: Call, done: verbs.Changed) -> None:
    if call.json:
        answers.as_json({"recounted": done.recounted})
    else:
        answers.out(_("Done."))
