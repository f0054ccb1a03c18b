"""A passport's text on the command line: read from a file or a pipe, and told what a check found in it."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from voronka.cli import answers
from voronka.queries.passport.checks import Checked

File = Annotated[Path, typer.Argument(metavar="FILE", help="the passport in YAML; - reads what is piped in")]
LARGEST = 4_000_000  # bytes: what is larger is no passport, whatever it says


def read_file(file: Path) -> str:
    """The text of a file; a sentence and exit code 1 where it can't be had."""
    try:
        if str(file) == "-":
            content = sys.stdin.buffer.read(LARGEST)
        else:
            with file.open("rb") as opened:
                content = opened.read(LARGEST)
    except OSError as error:
        said = _("%(file)s can’t be read: %(words)s") % {"file": file, "words": error.strerror}
        answers.err("voronka: " + said)
        raise typer.Exit(1) from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        answers.err("voronka: " + _("%(file)s is no text in UTF-8.") % {"file": file})
        raise typer.Exit(1) from None


def checked(found: Checked) -> dict[str, object]:
    """What a check found, as data."""
    return {
        "process": found.process,
        "title": found.title,
        "stages": found.stages,
        "errors": [one.as_data() for one in found.errors],
        "gaps": [one.as_data() for one in found.gaps],
    }


def tell_checked(found: Checked, file: str) -> None:
    """A line a finding, as compilers write them, so that editors can jump there."""
    for one in (*found.errors, *found.gaps):
        grade = _("error") if one.grade == "error" else _("gap")
        line = f"{file}:{one.line}:{one.column}: {grade}: {one.sentence} {one.hint}".rstrip()
        if one.grade == "error":
            answers.err(line)
        else:
            answers.out(line)
    answers.out(found.summary)
