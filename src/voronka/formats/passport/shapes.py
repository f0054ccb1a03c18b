"""How written values look, as the JSON Schema says it; written.py reads them and says what is wrong."""

from typing import Any, Final

NAME: Final = r"^[a-z][a-z0-9_-]{0,62}$"
SPAN: Final = r"^\s*([0-9]{1,4}\s*(cd|d|h|m)|[0-9]{1,4} (workday|calendar day|hour|minute)s?)\s*$"
PERCENT: Final = r"^\s*[0-9]{1,3}([.,][0-9]{1,4})?\s*%\s*$"
EVERY: Final = (
    r"^\s*(weekday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|first workday|last workday"
    r"|day ([1-9]|[12][0-9]|3[01]))\s+([01]?[0-9]|2[0-3]):[0-5][0-9]\s*$"
)
DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MONTH: Final = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
LINK: Final = r"^\s*https?://"
PRICE: Final = r"^[^/]+(/\s*(month|quarter|year))?\s*$"


def text(pattern: str) -> dict[str, Any]:
    """A text that looks like this."""
    return {"type": "string", "pattern": pattern}


NUMBER: Final[dict[str, Any]] = {"type": ["number", "string"]}
"""A sum: a number, or a text with spaces and a comma."""
A_PRICE: Final[dict[str, Any]] = {"anyOf": [{"type": "number"}, text(PRICE)]}
