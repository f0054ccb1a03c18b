"""What people type on a command line: amounts, days, moments, people, files."""

import hashlib
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

from voronka.actions import files
from voronka.cli.caller import Call
from voronka.core.money import parse_amount
from voronka.core.problems import Invalid, Problem
from voronka.queries.records import deals, people
from voronka.queries.records import files as kept

DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")
MOMENTS = tuple(f"{day}{gap}%H:%M" for day in DAYS for gap in (" ", "T"))
CLOSING = time(18)
"""A day without an hour means the end of its work."""
_LATER = re.compile(r"\+(\d{1,4})([dhm])")


def amount(call: Call, key: int, text: str) -> int:
    """Minor units of the deal's currency; Invalid where it can't be read or could mean two things."""
    return parse_amount(text, deals.currency_of(key, by=call.by))


def day(text: str, field: str) -> date:
    """A day: `2026-11-24` or `24.11.2026`."""
    for shape in DAYS:
        try:
            return datetime.strptime(text.strip(), shape).date()
        except ValueError:
            continue
    raise Invalid(Problem("date_unreadable", field, {"typed": text[:60]}))


def moment(text: str, field: str, now: datetime) -> datetime:
    """A moment: a day with or without an hour, `+3d`, `+2h`, or ISO 8601 with its zone."""
    bare = text.strip()
    if later := _LATER.fullmatch(bare):
        unit = {"d": "days", "h": "hours", "m": "minutes"}[later[2]]
        return now + timedelta(**{unit: int(later[1])})
    zone = timezone.get_current_timezone()
    for shape in MOMENTS:
        try:
            return datetime.strptime(bare, shape).replace(tzinfo=zone)
        except ValueError:
            continue
    try:
        return datetime.combine(day(bare, field), CLOSING, zone)
    except Invalid:
        pass
    try:
        read = datetime.fromisoformat(bare)
    except ValueError:
        raise Invalid(Problem("date_unreadable", field, {"typed": text[:60]})) from None
    return read if read.tzinfo else read.replace(tzinfo=zone)


def person(email: str) -> int | None:
    """The key of the person with this address; none for an empty one."""
    return people.named(email).id if email else None


def proof(call: Call, path: Path | None) -> int | None:
    """The file, kept; its key. The same content sent again by the same person is the same file."""
    if path is None:
        return None
    try:
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
            known = kept.own(digest, by=call.by)
            if known is not None:
                return known
            content.seek(0)
            return files.keep_file(name=path.name, content=content, by=call.by, at=call.at)
    except OSError as error:
        problem = Problem("file_unreadable", "proof", {"typed": str(path), "why": error.strerror or ""})
        raise Invalid(problem) from None


def pairs(given: list[str], field: str) -> dict[str, str]:
    """`source=vk` apart; Invalid for one without a sign."""
    apart = [one.partition("=") for one in given]
    if wrong := next((name for name, sign, _value in apart if not sign), None):
        raise Invalid(Problem("pair_unreadable", field, {"typed": wrong[:60]}))
    return {name.removeprefix("utm_"): value for name, _sign, value in apart}


def narrowed(where: list[str]) -> dict[str, str | None]:
    """`status=won` apart, as filters of a list; `owner=` is nobody."""
    apart = (one.partition("=") for one in where)
    return {name: value or None for name, _sign, value in apart}
