"""What of the company's own fields does not fit together: ids, and the choices of those that offer some."""

from collections.abc import Iterator, Mapping
from typing import Final

from voronka.formats.passport.answers import FieldAnswer, PassportAnswers
from voronka.formats.passport.finding import OWN_FIELDS, Path, Remark, error, twice

CHOOSING: Final = ("choice", "choices")
RESERVED: Final[Mapping[Path, tuple[str, ...]]] = {("cycle", "fields"): (*OWN_FIELDS, "title")}
"""What every deal has already."""


def remarks(passport: PassportAnswers) -> Iterator[Remark]:
    """Every remark about fields and questions, in the order of their places."""
    for path, fields in places(passport):
        yield from twice(fields, path, RESERVED.get(path, ()))
        for place, field in enumerate(fields):
            yield from _options(field, (*path, place))


def places(passport: PassportAnswers) -> Iterator[tuple[Path, list[FieldAnswer]]]:
    """Every list of fields with its place."""
    entry = passport.entry
    yield ("entry", "questions"), entry.questions
    yield ("entry", "fields"), entry.fields
    yield ("entry", "company_fields"), entry.company_fields
    yield ("entry", "contact_fields"), entry.contact_fields
    yield ("cycle", "fields"), passport.cycle.fields


def _options(field: FieldAnswer, path: Path) -> Iterator[Remark]:
    if field.kind in CHOOSING and not field.options:
        yield error("no_options", path, field=field.title)
    if field.kind not in CHOOSING and field.options:
        yield error("options_unwanted", (*path, "options"), field=field.title)
    yield from twice(field.options, (*path, "options"))
