"""`voronka import FILE`: the company's past from a file of another system; tried first, taken back whole."""

import csv
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from typer.core import TyperGroup

from voronka.actions import importing, outlines, taking_back
from voronka.actions import imports as verbs
from voronka.cli import REFUSED, answers
from voronka.cli.caller import Call, command
from voronka.core.imports import LEFT_OUT, LOST, WON, Plan
from voronka.core.outlines import OWN, StageWord
from voronka.core.problems import Invalid, Problem
from voronka.formats import plans
from voronka.formats.passport import outlined
from voronka.formats.sheets.csv import guarded
from voronka.queries import imports as queries
from voronka.queries import pasts, targets, words
from voronka.queries.records import passports
from voronka.queries.sums import money


class FileFirst(TyperGroup):
    """`voronka import deals.csv` is `voronka import file deals.csv`."""

    def parse_args(self, context: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = ["file", *args]
        return super().parse_args(context, args)


app = typer.Typer(
    cls=FileFirst,
    no_args_is_help=True,
    help="Bring in a file of another system: deals, companies, contacts, payments, histories, inquiries.",
)

Key = Annotated[int, typer.Argument(min=1, max=2**63 - 1, metavar="KEY", help="the number of the import")]
Map = Annotated[
    list[str] | None, typer.Option("--stage", metavar="WORD=STAGE", help="what a stage of the file is here")
]


@command(app, "file")
def bring(
    call: Call,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="a CSV file or a spreadsheet: xlsx, xls, ods")],
    stage: Map = None,
    tells: Annotated[
        str, typer.Option("--of", metavar="NOUN", help="what a line tells of, where that is guessed wrong")
    ] = "",
    currency: Annotated[str, typer.Option(help="of sums that name none, as USD")] = "",
    closed_from: Annotated[
        str, typer.Option("--closed-from", metavar="STAGE", help="where closed deals are taken to have stood")
    ] = "",
    plan: Annotated[
        Path | None, typer.Option(metavar="PLAN", help="how the file is to be understood (YAML)")
    ] = None,
    save_plan: Annotated[
        Path | None,
        typer.Option("--save-plan", metavar="PLAN", help="write down how it is understood, and stop"),
    ] = None,
    history: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="the changes of stage of these deals, in a file of their own"),
    ] = None,
    look: Annotated[bool, typer.Option("--dry-run", help="only say what would come in")] = False,
    draft_passport: Annotated[
        bool,
        typer.Option(
            "--draft-passport", help="before the first passport: draft it from the file, and publish it"
        ),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="publish the drafted passport without being asked")
    ] = False,
) -> None:
    """Understand the file, say what would come in, and take it in."""
    key = _begun(call, file)
    if draft_passport:
        if not _drafted(call, key, stage or [], currency, yes=yes and not look):
            verbs.discard_import(key=key, by=call.by, at=call.at)
            return
        stage, currency = [], ""
    seen = queries.one(key, by=call.by, at=timezone.now())
    if tells:
        told_of = plans.plan_of({"noun": tells}, seen.plan)
        verbs.correct_plan(key=key, plan=told_of, seen=seen.seq, by=call.by, at=call.at)
        seen = queries.one(key, by=call.by, at=timezone.now())
    wanted = _corrected(seen.plan, stage or [], currency, closed_from, plan)
    verbs.correct_plan(key=key, plan=wanted, seen=seen.seq, by=call.by, at=call.at)
    if save_plan is not None:
        whole = queries.one(key, by=call.by, at=timezone.now()).plan
        save_plan.write_text(plans.written(plans.as_data(whole)), encoding="utf-8")
        verbs.discard_import(key=key, by=call.by, at=call.at)
        answers.out(_("Written: %(name)s.") % {"name": save_plan})
        return
    if history is not None:
        _begun(call, history, beside=key)
    verbs.begin_here(key=key, state="trying" if look else "running", by=call.by, at=call.at)
    work = importing.try_it if look else importing.run
    _done(call, key, work(key=key, now=timezone.now, say=lambda done, total: None))


@command(app, "list")
def list_imports(call: Call) -> None:
    """The latest imports, the newest first."""
    found = queries.imports(by=call.by, at=call.at)
    if call.json:
        answers.as_json({"items": found})
        return
    rows = (
        (
            str(one.key),
            one.name,
            one.state,
            *(str(one.counts.get(name, 0)) for name in ("taken", "known", "refused")),
        )
        for one in found
    )
    answers.table((_("Import"), _("File"), _("State"), _("Taken"), _("Known"), _("Refused")), rows)


@command(app, "refused")
def refused(call: Call, key: Key) -> None:
    """The lines that could not be taken, with their reasons, as CSV."""
    out = csv.writer(sys.stdout)
    out.writerow((_("Line"), _("Column"), _("Why"), _("The line")))
    for one in queries.refused_rows(key, by=call.by):
        column = targets.target(one.problem.field)
        out.writerow((one.number, column, words.problem(one.problem), *map(guarded, one.cells)))


@command(app, "go-on")
def go_on(call: Call, key: Key) -> None:
    """Go on with an import that was cut off."""
    verbs.begin_here(key=key, state="running", by=call.by, at=call.at)
    _done(call, key, importing.run(key=key, now=timezone.now, say=lambda done, total: None))


@command(app, "undo")
def undo(call: Call, key: Key) -> None:
    """Take an import back whole; what people have worked on since stays."""
    verbs.begin_here(key=key, state="undoing", by=call.by, at=call.at)
    found = taking_back.undo(key=key, now=timezone.now, say=lambda done, total: None)
    if call.json:
        answers.as_json({"noun": "import", "key": key, **found})
    else:
        answers.out(_("Taken back: %(gone)d; left, for people have worked on them: %(left)d.") % found)


def _begun(call: Call, file: Path, beside: int | None = None) -> int:
    try:
        with file.open("rb") as content:
            return verbs.begin_import(name=file.name, content=content, beside=beside, by=call.by, at=call.at)
    except OSError as wrong:
        raise Invalid(
            Problem("file_unreadable", "file", {"typed": file.name, "why": wrong.strerror or str(wrong)})
        ) from None


def _drafted(call: Call, key: int, said: list[str], currency: str, *, yes: bool) -> bool:
    """The passport drafted from the file, told, and published where that is wanted."""
    seen = queries.one(key, by=call.by, at=timezone.now())
    if seen.outline is None:
        verbs.discard_import(key=key, by=call.by, at=call.at)
        raise Invalid(Problem("passport_there" if passports.processes() else "nothing_to_draft", ""))
    told = _told(said)
    outline = replace(
        seen.outline,
        currency=currency or seen.outline.currency,
        language=(translation.get_language() or seen.outline.language)[:2],
        stages=tuple(_renamed(one, told.get(one.word, "")) for one in seen.outline.stages),
    )
    try:
        outlines.correct_outline(key=key, outline=outline, seen=seen.seq, by=call.by, at=call.at)
        if call.json:
            if not yes:
                answers.as_json({"draft": outlined.as_data(outline)})
        else:
            answers.out(outlined.text_of(outline))
        if yes:
            outlines.publish_outline(key=key, seen=seen.seq + 1, by=call.by, at=call.at, door="cli")
    except Invalid:
        verbs.discard_import(key=key, by=call.by, at=call.at)
        raise
    if not call.json:
        answers.out(
            _("Version 1 of your passport holds from now on.")
            if yes
            else _("Nothing was published or brought in: say --yes for that.")
        )
    return yes


def _renamed(one: StageWord, to: str) -> StageWord:
    """What `--stage` says of a word: an end, or what the stage is called."""
    return (
        one
        if not to
        else replace(one, to=to)
        if to in (WON, LOST, LEFT_OUT)
        else replace(one, to=OWN, title=to)
    )


@command(app, "stayed")
def stayed(
    call: Call,
    key: Key,
    after: Annotated[int, typer.Option(min=0, help="read on from here, as the answer before says")] = 0,
) -> None:
    """What stayed when an import was taken back, since people have worked on it."""
    found, onward = queries.stayed(key, after=after, by=call.by)
    if call.json:
        answers.as_json({"items": found, "after": onward or None})
        return
    answers.table((_("What"), _("Number"), _("Name")), ((one.noun, str(one.key), one.name) for one in found))
    if onward:
        answers.out(f"voronka import stayed {key} --after {onward}")


def _told(stages: list[str]) -> dict[str, str]:
    """`Talks=call` apart, also `Sold==won`."""
    told = {}
    for one in stages:
        word, sign, to = one.rpartition("=")
        if not sign:
            raise Invalid(Problem("unknown_choice", "stage", {"have": one[:60], "known": ["WORD=STAGE"]}))
        told[word.removesuffix("=")] = f"={to}" if word.endswith("=") else to
    return told


def _corrected(plan: Plan, stages: list[str], currency: str, closed_from: str, path: Path | None) -> Plan:
    """The proposed plan with what was said otherwise."""
    if path is not None:
        plan = plans.plan_of(plans.read(path.read_text(encoding="utf-8")), plan)
    return replace(
        plan,
        stages={**plan.stages, **_told(stages)},
        currency=currency or plan.currency,
        closed_from=closed_from or plan.closed_from,
    )


def _says(data: Mapping[str, Any] | None) -> None:
    """What the past says, as the page has it."""
    told = pasts.past(data)
    if told is None:
        return
    won = {
        "rate": told["rate"],
        "closed": told["closed"],
        "between": told["between"],
        "exact": told["exact"],
        "sums": _sums(told["revenue"]),
    }
    answers.out(
        _("Won before: %(rate)s %(closed)s (95%%: %(between)s; exactly %(exact)s), for %(sums)s.") % won
    )
    for title, days in told["days"]:
        answers.out(f"{title}: {days}.")
    heads = (_("Quarter"), _("Won before"), _("Lost"), _("Share of won"), _("Sum"))
    answers.table(
        heads,
        (
            (one["title"], str(one["won"]), str(one["lost"]), one["share"], _sums(one["revenue"]))
            for one in told["quarters"]
        ),
    )


def _sums(told: Sequence[tuple[str, int]]) -> str:
    return ", ".join(money(amount, currency) for currency, amount in told) or "0"


def _done(call: Call, key: int, counts: dict[str, Any]) -> None:
    seen = queries.one(key, by=call.by, at=timezone.now())
    told = seen.tried if seen.line.state == "tried" else counts
    if call.json:
        with_them = [
            {"key": one.key, "state": one.state, **(tried if one.state == "tried" else one.counts)}
            for one, tried, _unsaid in seen.histories
        ]
        more = {"histories": with_them} if with_them else {}
        answers.as_json(
            {
                "noun": "import",
                "key": key,
                "state": seen.line.state,
                "past": seen.tried.get("past"),
                **told,
                **more,
            }
        )
    else:
        said = {name: int(told.get(name, 0)) for name in ("taken", "known", "refused", "open", "won", "lost")}
        if seen.line.state == "tried":
            answers.out(
                _("Would come in: %(taken)d; known already: %(known)d; can’t be taken: %(refused)d.") % said
            )
        else:
            answers.out(
                _("Came in: %(taken)d; known already: %(known)d; could not be taken: %(refused)d.") % said
            )
        if seen.line.noun == "deal":
            answers.out(_("Open: %(open)d, won before: %(won)d, lost: %(lost)d.") % said)
        if seen.line.noun == "change":
            answers.out(_("Deals they tell of: %(deals)d.") % {"deals": int(told.get("deals", 0))})
        if seen.line.noun == "inquiry":
            answers.out(_("Have become deals: %(won)d, still open: %(open)d, over: %(lost)d.") % said)
        if seen.line.noun == "payment":
            answers.out(_("Of open deals: %(open)d, of won ones: %(won)d, of lost ones: %(lost)d.") % said)
        _says(seen.tried.get("past"))
        answers.out(_("Number of the import: %(key)d.") % {"key": key})
        met = told.get("met", {})
        if met.get("company") or met.get("contact"):
            told_of = {name: int(met.get(name, 0)) for name in ("company", "contact")}
            answers.out(_("Known here already: companies %(company)d, contacts %(contact)d.") % told_of)
        strangers = {
            word: lines
            for word, lines in seen.words.get("people", {}).items()
            if not seen.plan.people.get(word) and seen.line.noun in ("deal", "inquiry")
        }
        if strangers:
            named = ", ".join(f"{word} ({lines})" for word, lines in list(strangers.items())[:10])
            answers.out(_("Nobody here is: %(people)s. What is theirs is nobody’s.") % {"people": named})
        for one, tried, _unsaid in seen.histories:
            of_it = tried if one.state == "tried" else one.counts
            said = {name: int(of_it.get(name, 0)) for name in ("deals", "taken", "refused")}
            answers.out(
                _("History %(key)d: of %(deals)d deals, %(taken)d lines; can’t be told: %(refused)d.")
                % {"key": one.key, **said}
            )
    if told.get("refused") and not told.get("taken") and not told.get("known"):
        raise typer.Exit(REFUSED)
