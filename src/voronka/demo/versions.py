"""The texts of the demo's passport: the version that holds, and the one before it."""

import re
from datetime import date, timedelta
from pathlib import Path

FOLDER = Path(__file__).parent / "passports"
PLANNED, RENEWED = ("2026-10", "2026-11", "2026-12"), "2027-01-15"
"""What stands in the texts, and is moved to the days around the story's."""
_ANSWERS = re.compile(r"(?m)^(?=[a-z]+:)")


def text(language: str, version: int, day: date) -> str:
    """The passport as it was published on about this day: its plans and renewals are those of the days after it."""
    told = _of_version(language, version)
    months = day.year * 12 + day.month - 2

    def moved(found: re.Match[str]) -> str:
        year, month = divmod(months + PLANNED.index(found[0]), 12)
        return f"{year}-{month + 1:02}"

    told = re.sub("|".join(rf"\b{month}\b(?=:)" for month in PLANNED), moved, told)
    return told.replace(RENEWED, (day + timedelta(days=53)).isoformat())


def _of_version(language: str, version: int) -> str:
    now = (FOLDER / f"services.{language}.yaml").read_text(encoding="utf-8")
    if version == 2:
        return now
    before = (FOLDER / f"first.{language}.yaml").read_text(encoding="utf-8")
    earlier = {_word(part): part for part in _ANSWERS.split(before)[1:]}
    return "".join(earlier.get(_word(part), part) for part in _ANSWERS.split(now))


def _word(answer: str) -> str:
    """Of which question an answer of the text is."""
    return answer.partition(":")[0]
