"""`voronka find`: deals and clients by any word of their names, as the palette finds them."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _

from voronka.actions.own import sought_phone
from voronka.cli import answers
from voronka.cli.caller import Call, command
from voronka.queries import find as queries

app = typer.Typer(help="Find deals and clients.")


@command(app, "find")
def find(
    call: Call,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="a number, words of a name, phone, e-mail or INN")
    ],
) -> None:
    """Deals and clients by words of their names, by phone, e-mail or INN; only what the person of --by may see."""
    found = queries.hits(call.by, text, sought_phone(text))
    if call.json:
        answers.as_json({"items": found})
        return
    words = {"deal": _("deal"), "company": _("company"), "contact": _("contact")}
    rows = ((words[one.noun], str(one.key), one.title, one.note) for one in found)
    answers.table(("", _("Number"), _("Name"), ""), rows)
