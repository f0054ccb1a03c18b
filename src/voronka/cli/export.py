"""`voronka export`: everything of the company as lines of JSON that any program can read, or one list as a table."""

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from voronka.actions import export as verbs
from voronka.actions import exports
from voronka.cli import answers, reading
from voronka.cli.caller import OPERATOR, Call, command
from voronka.core.exports import EVERYTHING
from voronka.queries.lists import all as lists
from voronka.queries.lists import written

app = typer.Typer()


@command(app, "export", nobody=OPERATOR)
def export(
    call: Call,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="everything, or a list: deals, companies, people, inquiries, payments, unpaid, handovers",
        ),
    ] = EVERYTHING,
    to: Annotated[
        Path | None,
        typer.Option(help="the file: .zip with attached files or .jsonl; of a list .csv or .xlsx"),
    ] = None,
    where: Annotated[
        list[str] | None, typer.Option("--where", metavar="NAME=VALUE", help="narrows a list, as status=won")
    ] = None,
    process: Annotated[str, typer.Option(help="of which process; of the first one by default")] = "",
    secrets: Annotated[
        bool, typer.Option("--secrets", help="also passwords, tokens and second steps, as they are kept")
    ] = False,
) -> None:
    """Write everything into one file for another database or program, or one list as a table; work may go on."""
    if Path(what).suffix or Path(what).name != what:
        words = _("“%(what)s” is no list; --to says which file to write") % {"what": what}
        raise typer.BadParameter(words, param_hint="WHAT")
    known = (".zip", ".jsonl") if what == EVERYTHING else (".csv", ".xlsx")
    usual = verbs.place(timezone.localtime(call.at))
    target = (to or (usual if what == EVERYTHING else usual.with_name(f"{what}-{usual.stem}.csv"))).absolute()
    if target.suffix not in known:
        words = _("the name must end with %(known)s") % {"known": ", ".join(known)}
        raise typer.BadParameter(words, param_hint="--to")
    try:
        made = (
            _everything(call, target, secrets)
            if what == EVERYTHING
            else _list(call, what, target, where, process)
        )
    except OSError as error:
        words = _("%(file)s could not be written: %(words)s") % {"file": target, "words": error.strerror}
        answers.err("voronka: " + words)
        raise typer.Exit(1) from None
    if call.json:
        answers.as_json(made)
    else:
        _say(made, secrets)


def _everything(call: Call, target: Path, secrets: bool) -> dict[str, Any]:
    made = verbs.export_everything(to=target, secrets=secrets, by=call.by, at=call.at, say=answers.progress)
    rows = sum(made["counts"].values())
    told = {"secrets": secrets, "file": str(target)}
    exports.note_export(what=EVERYTHING, form="zip", asked=told, rows=rows, by=call.by, at=call.at)
    return made


def _list(call: Call, what: str, target: Path, where: list[str] | None, process: str) -> dict[str, Any]:
    asked = lists.from_data(what, reading.narrowed(where or []))
    sheet = lists.sheet(what, by=call.by, at=call.at, asked=asked, process=process or None)
    form, total = target.suffix[1:], sheet.count()
    with verbs.whole(target) as file:
        rows = written.write(
            file,
            form,
            sheet.title,
            sheet.columns,
            sheet.rows(),
            language=(translation.get_language() or str(settings.LANGUAGE_CODE))[:2],
            zone=timezone.get_current_timezone(),  # type: ignore[arg-type]
            folder=str(target.parent),
            say=partial(_told, total),
        )
    told = {"filters": lists.as_data(what, asked)}
    exports.note_export(what=what, form=form, asked=told, rows=rows, by=call.by, at=call.at)
    return {"file": str(target), "size": target.stat().st_size, "rows": rows}


def _told(total: int, done: int) -> None:
    answers.progress(done, total)


def _say(made: dict[str, Any], secrets: bool) -> None:
    size = f"{made['size'] / 1e6:.1f}"
    if "rows" in made:
        answers.out(_("%(file)s: %(size)s MB, %(rows)s rows") % {**made, "size": size})
        return
    counts = made["counts"]
    told = {**made, "size": size, "lines": sum(counts.values()), "facts": counts.get("fact", 0)}
    answers.out(_("%(file)s: %(size)s MB, %(lines)s lines, of them %(facts)s facts") % told)
    if made["files_left"]:
        answers.out(_("Attached files that are not in it: %(n)s.") % {"n": made["files_left"]})
    if not secrets:
        answers.out(_("Passwords and tokens are not in it; --secrets takes them along."))
