"""What the command line says about an export that was taken in, or was not."""

from pathlib import Path

import typer
from django.utils.translation import gettext as _

from voronka.actions import taking_in
from voronka.cli import answers


def take(file: Path, *, replace: bool, without_files: bool) -> None:
    """Fill the empty installation from an export; exit code 1 where it can't be."""
    if replace:
        raise _fail(_("an export goes into an empty installation only; --replace is for backups"))
    try:
        told = taking_in.take_in(file=file.absolute(), without_files=without_files, say=answers.progress)
    except taking_in.Broken as error:
        raise _fail(words_of(error)) from None
    except taking_in.Refused as error:
        raise _fail(why_not(error.code) % error.data) from None
    except OSError as error:
        words = _("the disk said no: %(words)s; nothing was changed") % {"words": error.strerror or error}
        raise _fail(words) from None
    counts = told["counts"]
    answers.out(
        _(
            "Taken in: %(lines)s lines, of them %(facts)s facts, as of %(made_at)s. The log and the rows agree."
        )
        % {"lines": sum(counts.values()), "facts": counts.get("fact", 0), "made_at": told["made_at"]}
    )
    if told["files_lacking"]:
        answers.out(_("Attached files that are not here: %(n)s.") % {"n": told["files_lacking"]})
    if not told["secrets"]:
        answers.out(
            _("Nobody has a password yet: “voronka person password EMAIL”, or “voronka person invite EMAIL”.")
        )


def _fail(words: str) -> typer.Exit:
    answers.err("voronka: " + words)
    return typer.Exit(1)


def why_not(code: str) -> str:
    """Why the file as a whole is not taken."""
    return {
        "running": _("Voronka is running with this data; stop it first"),
        "not_empty_for_export": _(
            "there is data here already: an export goes into an empty installation only"
        ),
        "damaged_export": _("the file is damaged or cut (%(words)s); nothing was changed"),
        "no_lines": _("this is not an export of Voronka"),
        "files_lacking": _(
            "attached files are missing in it: %(count)s; --without-files takes the rest; nothing was changed"
        ),
    }[code]


def words_of(error: taking_in.Broken) -> str:
    """What is wrong, in which line."""
    words = _of_the_whole() if error.line == 0 else _of_lines()
    said = words[error.code] % error.data
    place = _("line %(line)s: %(said)s") % {"line": error.line, "said": said} if error.line else said
    return place + _("; nothing was changed")


def _of_lines() -> dict[str, str]:
    return {
        "refused": _("the database refused what stands up to here: %(words)s"),
        "cut": _("the file is cut here: its end is missing"),
        "too_long": _("the line is too long"),
        "changed": _("the file is not as it was written: its check sum differs"),
        "no_json": _("this is no line of an export"),
        "behind_the_end": _("something stands behind the end"),
        "no_opening": _("this is not an export of Voronka"),
        "newer": _("the export was made by a newer Voronka (%(program)s); update this one first"),
        "lines_lost": _("there are %(have)s lines, and it says that there were %(told)s"),
        "unknown_kind": _("things of the kind “%(name)s” are not known here; update Voronka first"),
        "unknown_field": _("“%(thing)s” has a field that is not known here: %(name)s; update Voronka first"),
        "field_lacking": _("“%(thing)s” lacks the field %(name)s"),
        "bad_value": _("“%(thing)s” cannot have such a value: %(name)s"),
        "no_fact": _("this is no fact that can be read"),
        "unknown_fact": _("facts of the kind “%(name)s” are not known here; update Voronka first"),
        "fact_lacking": _("fact %(seq)s of %(stream)s should stand here"),
        "fact_changed": _("fact %(seq)s of %(stream)s is not as it was written: its hash differs"),
        "no_story": _("the facts of %(stream)s cannot be: %(words)s"),
    }


def _of_the_whole() -> dict[str, str]:
    return {
        "refers": _("something refers to what is not in the file: %(words)s"),
        "unequal": _("the rows would tell another story than the log: %(words)s"),
    }
