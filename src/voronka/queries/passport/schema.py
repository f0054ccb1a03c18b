"""The JSON Schema of a passport, with what its keys are for in the reader's language."""

from importlib import import_module
from typing import Any

from django.utils.translation import gettext


def schema() -> dict[str, Any]:
    """The schema that an editor reads; loaded here, for most pages need no pydantic."""
    made: dict[str, Any] = import_module("voronka.formats.passport.schema").schema(gettext)
    return made
