"""`voronka export`: everything of the company as lines of JSON that any program can read."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _

from voronka.actions import export as verbs
from voronka.cli import answers
from voronka.cli.caller import OPERATOR, Call, command

app = typer.Typer()


@command(app, "export", nobody=OPERATOR)
def export(
    call: Call,
    to: Annotated[
        Path | None, typer.Option(help="the file: .zip with attached files, .jsonl the lines alone")
    ] = None,
    secrets: Annotated[
        bool, typer.Option("--secrets", help="also passwords, tokens and second steps, as they are kept")
    ] = False,
) -> None:
    """Write everything into one file, for another database or another program; work may go on meanwhile."""
    target = (to or verbs.place(timezone.localtime(call.at))).absolute()
    if target.suffix not in (".zip", ".jsonl"):
        raise typer.BadParameter(_("the name must end with .zip or .jsonl"), param_hint="--to")
    try:
        made = verbs.export_everything(to=target, secrets=secrets, by=call.by, at=call.at)
    except OSError as error:
        words = _("%(file)s could not be written: %(words)s") % {"file": target, "words": error.strerror}
        answers.err("voronka: " + words)
        raise typer.Exit(1) from None
    if call.json:
        answers.as_json(made)
        return
    size = f"{made['size'] / 1e6:.1f}"
    answers.out(
        _("%(file)s: %(size)s MB, %(lines)s lines, of them %(facts)s facts")
        % {
            **made,
            "size": size,
            "lines": sum(made["counts"].values()),
            "facts": made["counts"].get("fact", 0),
        }
    )
    if made["files_left"]:
        answers.out(_("Attached files that are not in it: %(n)s.") % {"n": made["files_left"]})
    if not secrets:
        answers.out(_("Passwords and tokens are not in it; --secrets takes them along."))
