"""An outline of how a company sells as the text of its first passport, and a plan that leads to what stands in it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from voronka.core.imports import LEFT_OUT, LOST, WON, Plan
from voronka.core.outlines import FieldColumn, NamedWord, Outline, PersonWord, StageWord
from voronka.core.process import Process
from voronka.formats.passport.drafting import Sketch, clean, draft


def text_of(outline: Outline, process: str = "") -> str:
    """The text of the passport; `process` is its key where that is given already."""
    return draft(
        Sketch(
            # A norm is kept in working days; a sketch tells calendar days.
            stages=tuple(
                (one.title, None if one.norm is None else one.norm * 7 / 5) for one in outline.cycle
            ),
            reasons=tuple(one.title for one in outline.reasons if one.title),
            channels=tuple(one.title for one in outline.channels if one.title),
            fields=tuple(
                (one.title, tuple(word.title for word in one.words if word.title))
                for one in outline.fields
                if one.title
            ),
            title=outline.title,
            currency=outline.currency,
            language=outline.language,
            process=process,
        )
    )


def led(outline: Outline, plan: Plan, process: Process, people: Mapping[str, int]) -> Plan:
    """The plan that leads the words of the file to the stages, reasons and sources of this passport.

    `people` are the keys of those who were added just now, by the words of the file.
    """
    stages = {clean(one.title): one.id for one in process.cycle.stages}
    own = {one.word: stages[clean(one.title)] for one in outline.cycle if clean(one.title) in stages}
    ends = {WON, LOST, LEFT_OUT}
    meant = {one.word: outline.stage_of(one.word) for one in outline.stages}
    own_fields = {one.title: one for one in process.cycle.fields}
    columns, options = list(plan.columns), dict(plan.options)
    for column in outline.fields:
        if field := own_fields.get(clean(column.title)):
            columns[column.place] = f"own.{field.id}"
            options[field.id] = _named(column.words, [(one.id, one.title) for one in field.options])
    names = [word for word, _count in outline.pipelines]
    return replace(
        plan,
        columns=tuple(columns),
        options=options,
        process=process.key,
        currency=outline.currency,
        stages={word: to if to in ends else own.get(to, "") for word, to in meant.items()},
        reasons=_named(outline.reasons, [(one.id, one.title) for one in process.cycle.lost_reasons]),
        channels=_named(outline.channels, [(one.id, one.title) for one in process.entry.channels]),
        people={one.word: people.get(one.word) or one.key for one in outline.people},
        pipelines={name: process.key if name == outline.pipeline else LEFT_OUT for name in names},
        closed_from=own.get(outline.stage_of(outline.stood), "") if outline.stood else plan.closed_from,
    )


def _named(words: Sequence[NamedWord], known: Sequence[tuple[str, str]]) -> dict[str, str]:
    by_title = {title: key for key, title in known}
    return {one.word: by_title.get(clean(one.title), "") for one in words}


def as_data(outline: Outline) -> dict[str, Any]:
    """The outline as data that JSON can carry."""
    return asdict(outline)


def outline_of(data: Mapping[str, Any]) -> Outline:
    """Back from such data."""
    told = dict(data)
    for part, kind in _ROWS.items():
        told[part] = tuple(kind(**row) for row in told.get(part, ()))
    told["fields"] = tuple(
        FieldColumn(**{**row, "words": tuple(NamedWord(**word) for word in row["words"])})
        for row in told.get("fields", ())
    )
    told["pipelines"] = tuple((str(name), int(count)) for name, count in told.get("pipelines", ()))
    return Outline(**told)


_ROWS: Final[dict[str, Any]] = {
    "stages": StageWord, "reasons": NamedWord, "channels": NamedWord, "people": PersonWord,
}  # fmt: skip
