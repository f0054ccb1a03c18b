"""`voronka demo`: the demo company in an installation of its own."""

from importlib import import_module
from typing import Annotated

import typer
from django.conf import settings
from django.utils.translation import gettext as _

from voronka.actions import installation, showcase

app = typer.Typer()


@app.command()
def demo(
    fresh: Annotated[
        bool, typer.Option("--fresh", help="empty the demo company that is there first")
    ] = False,
    today: Annotated[str, typer.Option(help="the day the story is told on, as 2026-11-23")] = "",
    language: Annotated[str, typer.Option(help="ru or en; the installation's unless said")] = "",
    seed: Annotated[int, typer.Option(help="another number tells of other people and other deals")] = 1,
) -> None:
    """Fill an empty installation with the demo company; never touches a company of your own."""
    start = import_module("voronka.config.start")
    start.story_day(today)
    known = [code for code, _name in settings.LANGUAGES]
    if language and language not in known:
        raise typer.BadParameter("ru, en", param_hint="--language")
    try:
        with installation.presence(alone=True):
            installation.prepare()
            if not start.is_empty():
                if not fresh or not showcase.is_demo():
                    typer.echo("voronka: " + _("there is a company in this data already"), err=True)
                    raise typer.Exit(1)
                start.empty()
            start.prepare(demo=True, today=today, language=language, seed=seed)
    except installation.AlreadyRunning:
        typer.echo("voronka: " + _("Voronka is running with this data; stop it first"), err=True)
        raise typer.Exit(1) from None
    typer.echo(_("The demo company is ready: voronka run"))
