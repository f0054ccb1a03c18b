"""`voronka index`: is the search's index whole, and make it anew."""

import typer
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.actions import indexing
from voronka.cli import answers
from voronka.cli.caller import OPERATOR, Call, command
from voronka.queries import search_index

app = typer.Typer(no_args_is_help=True, help="The index of the search: check, rebuild.")


@command(app, "check", nobody=OPERATOR)
def check(call: Call) -> None:
    """Compare the index with what there is; exit code 1 where it lacks something or knows too much."""
    found = search_index.check(by=call.by)
    if call.json:
        answers.as_json(found)
    else:
        for one in found.faults:
            said = (
                _("%(noun)s %(key)d is lacking.")
                if one.what == "lacking"
                else _("%(noun)s %(key)d is there no more.")
            )
            answers.err("voronka: " + said % {"noun": _noun(one.noun), "key": one.key})
        if found.waiting:
            said = ngettext(
                "%(n)d fact is still to be read.", "%(n)d facts are still to be read.", found.waiting
            )
            answers.out(said % {"n": found.waiting})
        if found.names_wait:
            answers.out(_("Names are still being read."))
        if found.whole:
            answers.out(_("The index says what there is."))
        else:
            answers.err(_("Make it anew: voronka index rebuild"))
    if not found.whole:
        raise typer.Exit(1)


def _noun(noun: str) -> str:
    return {
        "deal": _("deal"),
        "company": _("company"),
        "contact": _("contact"),
        "inquiry": _("inquiry"),
        "text": _("text"),
    }[noun]


@command(app, "rebuild", nobody=OPERATOR)
def rebuild(call: Call) -> None:
    """Make the index anew, a piece at a time; people go on working and find by what there is."""
    read = indexing.rebuild(by=call.by, at=call.at, say=answers.progress)
    if call.json:
        answers.as_json({"facts": read})
        return
    said = ngettext("Made anew from %(n)d fact.", "Made anew from %(n)d facts.", read)
    answers.out(said % {"n": read})
