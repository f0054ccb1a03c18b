"""`voronka find`: deals, clients, inquiries and notes by any word, as the palette finds them."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _

from voronka.actions import indexing
from voronka.actions.own import sought_phone
from voronka.cli import answers
from voronka.cli.caller import Call, command
from voronka.queries import find as queries

app = typer.Typer(help="Find deals, clients, inquiries and notes.")


@command(app, "find")
def find(
    call: Call,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="a number, words of a name, phone, e-mail or INN")
    ],
) -> None:
    """Deals, clients, inquiries and notes by words in any form, by any part of a phone, e-mail or INN; only what the
    person of --by may see."""
    indexing.catch_up()
    found = queries.hits(call.by, text, sought_phone(text))
    if call.json:
        answers.as_json({"items": found})
        return
    words = {
        "deal": _("deal"),
        "company": _("company"),
        "contact": _("contact"),
        "inquiry": _("inquiry"),
        "note": _("note"),
    }
    rows = (
        (words[one.noun], str(one.key), one.title, "".join(piece.text for piece in one.excerpt) or one.note)
        for one in found
    )
    answers.table(("", _("Number"), _("Name"), ""), rows)
