"""`voronka client duplicates`, `merge`, `split`: clients written down twice."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.actions import duplicates as verbs
from voronka.actions.merging import merge_clients, split_clients
from voronka.cli import answers
from voronka.cli.caller import DOOR, Call, command
from voronka.core.duplicates import Noun
from voronka.core.problems import Invalid, Problem
from voronka.queries import alike_words, duplicates, merging

Limit = Annotated[int, typer.Option(min=1, max=200)]
Cursor = Annotated[str, typer.Option(help="the next page, as the last one said")]
People = Annotated[bool, typer.Option("--people", help="contacts instead of companies")]
One = Annotated[int, typer.Argument(min=1)]


def _noun(people: bool) -> Noun:
    return "contact" if people else "company"


def list_duplicates(
    call: Call,
    people: People = False,
    compare: Annotated[
        bool, typer.Option("--compare", help="compare first what is not compared yet")
    ] = False,
    limit: Limit = 30,
    cursor: Cursor = "",
) -> None:
    """Pairs that may be one client, the surest first."""
    while compare and verbs.compare_clients(by=call.by, at=call.at):
        pass
    seen = duplicates.pairs(call.by, _noun(people), more=cursor, page_size=limit)
    if call.json:
        answers.as_json({"items": seen.pairs, "next": seen.more or None})
        return
    heads = (_("Number"), _("Name"), _("Number"), _("Name"), _("Sure"), _("Why"))
    answers.table(
        heads,
        (
            (
                str(one.one.key),
                one.one.name,
                str(one.other.key),
                one.other.name,
                f"{one.certainty} %",
                alike_words.reasons(one.noun, one.reasons),
            )
            for one in seen.pairs
        ),
    )
    if seen.more:
        answers.err(_("There is more: --cursor %(cursor)s") % {"cursor": seen.more})


def different(
    call: Call,
    one: One,
    other: One,
    people: People = False,
    undo: Annotated[bool, typer.Option("--undo", help="they may be one after all")] = False,
) -> None:
    """Two clients are different: the pair does not come back."""
    verb = verbs.take_back_different if undo else verbs.tell_different
    verb(noun=_noun(people), one=one, other=other, by=call.by, at=call.at)
    if call.json:
        answers.as_json({"one": one, "other": other, "different": not undo})


def merge(
    call: Call,
    kept: One,
    gone: One,
    people: People = False,
    take: Annotated[
        list[str] | None,
        typer.Option(
            "--take", metavar="FIELD=kept|gone", help="whose value stays; repeatable; else the fuller one"
        ),
    ] = None,
) -> None:
    """The client GONE goes up in KEPT; the number of the merge, by which it is split back."""
    pairs = [one.partition("=") for one in take or []]
    if wrong := next((name for name, sign, _side in pairs if not sign), None):
        raise Invalid(Problem("pair_unreadable", "take", {"typed": wrong[:60]}))
    sides = None
    if pairs:
        seen = merging.beside(call.by, _noun(people), kept, gone)
        sides = {cell.field: str(cell.take) for cell in seen.cells} | {
            name: side for name, _sign, side in pairs
        }
    made = merge_clients(
        noun=_noun(people),
        kept=kept,
        gone=gone,
        take=sides,
        by=call.by,
        at=call.at,
        door=DOOR,
        request=call.request,
    )
    _told(call, made.key, made.repeated)


def split(call: Call, merge: One) -> None:
    """They are two after all: what went along goes back."""
    made = split_clients(key=merge, by=call.by, at=call.at, door=DOOR, request=call.request)
    seen = merging.merge(call.by, merge)
    if call.json:
        answers.as_json({"key": made.key, "repeated": made.repeated, "back": seen.back, "stays": seen.stays})
        return
    deals = seen.back.deals
    answers.out(ngettext("%(n)s deal went back", "%(n)s deals went back", deals) % {"n": deals})


def _told(call: Call, key: int, repeated: bool) -> None:
    if call.json:
        answers.as_json({"key": key, "repeated": repeated})
    else:
        answers.out(str(key))


def merges(call: Call, limit: Limit = 50, cursor: Cursor = "") -> None:
    """Who went up in whom, the latest first."""
    seen = merging.merges(call.by, more=cursor, page_size=limit)
    if call.json:
        answers.as_json({"items": seen.merges, "next": seen.more or None})
        return
    heads = (_("Merge"), _("Went up"), _("In"), _("When"), _("State"))
    answers.table(
        heads,
        (
            (
                str(one.key),
                f"{one.gone} {one.gone_name}",
                f"{one.kept} {one.kept_name}",
                f"{one.at:%Y-%m-%d %H:%M}",
                _("split back") if one.split_at else "",
            )
            for one in seen.merges
        ),
    )
    if seen.more:
        answers.err(_("There is more: --cursor %(cursor)s") % {"cursor": seen.more})


def add_to(app: typer.Typer) -> None:
    """The commands of doubles, as a part of `voronka client`."""
    command(app, "duplicates")(list_duplicates)
    command(app, "different")(different)
    command(app, "merge")(merge)
    command(app, "split")(split)
    command(app, "merges")(merges)
