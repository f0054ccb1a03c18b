"""`voronka passport template`: ready passports to begin from."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _

from voronka.cli import answers
from voronka.cli.caller import OPERATOR, Call, command
from voronka.queries.passport.templates import template, templates

app = typer.Typer(
    no_args_is_help=True, help="Ready passports to begin from: five trades, and an almost empty sheet."
)


@command(app, "list", nobody=OPERATOR)
def list_templates(call: Call) -> None:
    """Which there are. Needs no database."""
    found = templates()
    if call.json:
        answers.as_json([{"key": one.key, "title": one.title, "about": one.about} for one in found])
        return
    answers.table((_("Name"), _("Title"), _("About")), [(one.key, one.title, one.about) for one in found])


@command(app, "show", nobody=OPERATOR)
def show(call: Call, name: Annotated[str, typer.Argument(metavar="NAME")]) -> None:
    """The text of one, to stdout: `voronka passport template show agency > sales.yaml`. Needs no database."""
    found = template(name)
    if call.json:
        answers.as_json(found)
    else:
        typer.echo(found.text, nl=False)
