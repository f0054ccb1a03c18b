"""What is wrong with a file of another system, or with one line of it, as sentences with the mend."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.queries.sums import money, russian

Data = Mapping[str, Any]


def _listed(data: Data) -> dict[str, Any]:
    return {"n": data["count"], "words": "; ".join(str(word) for word in data["words"])}


def _day(data: Data) -> str:
    return date_format(date.fromisoformat(data["day"]), "j E Y" if russian() else "j M Y")


def _end(said: str) -> str:
    return {"=lost": _("lost"), "=imported": _("won before")}.get(said, said)


FILE_PROBLEMS: Final[dict[str, Callable[[Data], str]]] = {
    "file_name_needed": lambda data: _(
        "Say what the file is called: `?name=deals.csv`, or the header Content-Disposition."
    ),
    "file_length_needed": lambda data: _(
        "The file came without its length: send it whole, with the header Content-Length."
    ),
    "file_no_table": lambda data: _(
        "This is no table. Choose a file in CSV or a spreadsheet (xlsx, xls, ods)."
    ),
    "file_damaged": lambda data: _("The file is damaged: open it in a spreadsheet program and save it anew."),
    "file_no_workbook": lambda data: _(
        "This can’t be read as a spreadsheet, though it is called one:"
        " open it in a spreadsheet program and save it anew as xlsx or CSV."
    ),
    "file_bursts": lambda data: (
        _("Unpacked, this file would take %(megabytes)d MB: it was not opened. Save it as CSV.") % dict(data)
    ),
    "file_locked": lambda data: _("The file is locked by a password: save it without one."),
    "file_too_large": lambda data: (
        _("The file is larger than %(megabytes)d MB: cut it into several.") % dict(data)
        if "megabytes" in data
        else _("The file is too large: at most %(limit)d MB.") % dict(data)
    ),
    "table_empty": lambda data: _("There is nothing in this file."),
    "table_too_wide": lambda data: (
        _("The table has %(have)d columns, at most %(most)d are read.") % dict(data)
    ),
    "table_too_long": lambda data: (
        _("The table has more than %(most)d lines: cut it into several.") % dict(data)
    ),
    "table_without_columns": lambda data: _(
        "No headings of columns were found: the first line of the table should name its columns."
    ),
    "quote_unclosed": lambda data: (
        _(
            "A quote opened in line %(line)d does not close: correct it there, or save the table as a spreadsheet."
        )
        % dict(data)
    ),
    "line_too_long": lambda data: (
        _("Line %(line)d is longer than %(most)d characters: shorten it there, or leave it out.") % dict(data)
    ),
    "too_many_cells": lambda data: (
        _(
            "The line has more cells than the table has columns, from “%(typed)s” on:"
            " a value holds the sign between cells."
        )
        % dict(data)
    ),
    "stage_unmapped": lambda data: _("It is not said which stage “%(have)s” is.") % dict(data),
    "stage_missing": lambda data: _("The line names no stage."),
    "stage_elsewhere": lambda data: (
        _("“%(have)s” is no stage of the process that the line goes to.") % dict(data)
    ),
    "pipeline_unmapped": lambda data: _("It is not said which process “%(have)s” is.") % dict(data),
    "person_unmapped": lambda data: _("It is not said who “%(have)s” is.") % dict(data),
    "closed_without_date": lambda data: _("The deal is closed, but the line does not say when."),
    "date_missing": lambda data: _(
        "The line names no day; a day for such lines can be set for the whole file."
    ),
    "dates_reversed": lambda data: _("The deal is closed before it begins."),
    "name_missing": lambda data: _("The line names nobody: no name, no phone, no e-mail."),
    "deal_missing": lambda data: _("The line does not say which deal it belongs to."),
    "answer_first": lambda data: _("They were answered before they turned to us."),
    "import_busy": lambda data: _("“%(name)s” is coming in just now: wait until it is done.") % dict(data),
    "import_at_work": lambda data: _(
        "The import is at work. If it was cut off just now, wait two minutes: then go on with it, or take it back."
    ),
    "import_state": lambda data: _("The import is in another state by now; look at it again."),
    "deal_unknown": lambda data: (
        _(
            "No deal is called “%(have)s” here: neither by the other system’s number, nor by ours, nor by its title."
        )
        % dict(data)
    ),
    "deal_ambiguous": lambda data: (
        ngettext(
            "“%(have)s” may be %(count)d deal: name its number, or its client in a column of its own.",
            "“%(have)s” may be any of %(count)d deals: name its number, or its client in a column of its own.",
            data["count"],
        )
        % dict(data)
    ),
    "deal_lost_here": lambda data: _("The deal “%(have)s” is lost: reopen it first.") % dict(data),
    "currency_elsewhere": lambda data: _("The deal is in %(need)s, and the line in %(have)s.") % dict(data),
    "paid_told": lambda data: (
        _(
            "What this deal has paid came with the deal itself: %(paid)s. Take that import back, leave out its column"
            " “How much was paid”, and bring both files in again."
        )
        % {"paid": money(data["sum"], data["currency"])}
    ),
    "deal_not_imported": lambda data: _(
        "This deal began here: its history is in its own log, and another one is not told."
    ),
    "deal_lived_here": lambda data: _(
        "People have worked on this deal here since it came in: its history can’t be told anew."
    ),
    "history_of_deals": lambda data: _("A history goes with a file of deals: this one holds something else."),
    "deals_first": lambda data: (
        _("This history comes in together with “%(name)s”: bring that file in.") % dict(data)
    ),
    "history_there": lambda data: _(
        "The history of this deal has come in already, and was another one: take that import back first."
    ),
    "history_broken": lambda data: (
        _("Line %(line)d of the same deal can’t be taken, and a history is told whole or not at all.")
        % dict(data)
    ),
    "history_gap": lambda data: (
        _(
            "The deal leaves “%(have)s” here, but by the lines before it stands on “%(need)s”: a change is missing."
        )
        % dict(data)
    ),
    "change_before_open": lambda data: (
        _("The deal began on %(day)s, and this change is before it.") % {"day": _day(data)}
    ),
    "change_after_close": lambda data: (
        _("The deal was closed on %(day)s, and this change is after it.") % {"day": _day(data)}
    ),
    "history_ends_elsewhere": lambda data: (
        _(
            "By its history the deal ends on “%(have)s”, but it stands on “%(need)s”: take both files of one day."
        )
        % {name: _end(str(data[name])) for name in ("have", "need")}
    ),
    "date_order_unsure": lambda data: _(
        "Days such as 03/04/2025 can be read in two ways: say whether the day or the month stands first."
    ),
    "undated_lines": lambda data: (
        ngettext(
            "%(lines)d line names no day: it is taken to begin on %(day)s, the last day in the file.",
            "%(lines)d lines name no day: they are taken to begin on %(day)s, the last day in the file.",
            data["lines"],
        )
        % {"lines": data["lines"], "day": _day(data)}
    ),
    "words_unmapped": lambda data: (
        ngettext(
            "%(n)d word has no meaning yet: %(words)s.",
            "%(n)d words have no meaning yet: %(words)s.",
            data["count"],
        )
        % _listed(data)
    ),
    "people_unmapped": lambda data: (
        ngettext(
            "%(n)d person is not known here: %(words)s.",
            "%(n)d people are not known here: %(words)s.",
            data["count"],
        )
        % _listed(data)
    ),
}
