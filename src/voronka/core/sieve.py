"""What comes by the public form and is perhaps no person's: why it is held back until somebody has looked at it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

LEAST: Final = timedelta(seconds=3)
"""Nobody reads a form and fills it in sooner."""
MOST_LINKS: Final = 2
MOST_AN_HOUR: Final = 5
"""So many messages of one sender within an hour are taken; more are held back."""
REFUSED_AN_HOUR: Final = 60
"""From so many on a sender is told to wait, and nothing more of theirs is kept."""
HOUR: Final = timedelta(hours=1)
REASONS: Final = ("trap", "quick", "links", "name_link", "markup", "often", "same")
_LINK = re.compile(r"(?:https?://|www\.)\S", re.IGNORECASE)
_MARKUP = re.compile(r"\[/?(?:url|link|img|b)\b[^\]]*\]|</?a\b|href\s*=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sent:
    """What is known of a message: its words, when the form was opened and sent, how often this sender wrote before.

    `trap` says that a field was filled in which people do not see; `repeated` that another sender wrote the very same.
    """

    name: str
    texts: tuple[str, ...]
    opened_at: datetime
    at: datetime
    before: int = 0
    trap: bool = False
    repeated: bool = False


def reasons(sent: Sent) -> tuple[str, ...]:
    """Why this is held back, by REASONS; nothing where a person may well have written it."""
    true = {
        "trap": sent.trap,
        "quick": sent.at - sent.opened_at < LEAST,
        "links": links(sent.texts) > MOST_LINKS,
        "name_link": bool(_LINK.search(sent.name)),
        "markup": any(_MARKUP.search(text) for text in (sent.name, *sent.texts)),
        "often": sent.before >= MOST_AN_HOUR,
        "same": sent.repeated,
    }
    return tuple(one for one in REASONS if true[one])


def links(texts: Iterable[str]) -> int:
    """How many addresses of pages these texts name."""
    return sum(len(_LINK.findall(text)) for text in texts)
