"""Two records of a client become one, and two again: which values stay, what has changed meanwhile, what goes back."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Final, Literal

from voronka.core.duplicates import Noun
from voronka.core.events import ClientMerged, ClientSplit, Event
from voronka.core.problems import Stale

Values = Mapping[str, str]
"""What is known of a client, each as text: columns by their name, `company` by its key, own fields as `own.<id>`."""
Side = Literal["kept", "gone"]
SIDES: Final[tuple[Side, ...]] = ("kept", "gone")

FIELDS: Final[Mapping[Noun, tuple[str, ...]]] = {
    "company": ("name", "about", "inn", "site"),
    "contact": ("name", "phone", "email", "post", "company"),
}


class Changed(Stale):
    """Somebody has changed one of the two since the page was opened; `fields` are what, as `kept.phone`."""

    def __init__(self, noun: Noun, key: int, fields: tuple[str, ...]) -> None:
        super().__init__(noun, key, 0, 0)
        self.of, self.fields = noun, fields


def fields_of(kept: Values, gone: Values) -> tuple[str, ...]:
    """The fields of both, those of every client first."""
    return tuple(dict.fromkeys((*kept, *gone)))


def proposed(kept: Values, gone: Values) -> dict[str, Side]:
    """Which value of each field is the fuller one: what is there before what is not, a whole name before a part."""
    return {
        field: _fuller(field, kept.get(field, ""), gone.get(field, "")) for field in fields_of(kept, gone)
    }


def _fuller(field: str, kept: str, gone: str) -> Side:
    if not kept or not gone:
        return "gone" if gone else "kept"
    if field == "name" and len(gone.split()) > len(kept.split()):
        return "gone"
    if field == "phone" and gone.startswith("+") and not kept.startswith("+"):
        return "gone"
    return "kept"


def chosen(kept: Values, gone: Values, take: Mapping[str, Side]) -> dict[str, str]:
    """The values of the client that stays; what nothing was said about stays as it is."""
    sides = {"kept": kept, "gone": gone}
    return {field: sides[take.get(field, "kept")].get(field, "") for field in fields_of(kept, gone)}


def marks(kept: Values, gone: Values) -> str:
    """What was seen of both, short enough to go along with a form: a digest of every value."""
    sides = zip(SIDES, (kept, gone), strict=True)
    return ";".join(
        f"{side}.{field}={_digest(said)}" for side, told in sides for field, said in told.items() if said
    )


def changed(seen: str, kept: Values, gone: Values) -> tuple[str, ...]:
    """The fields that are not as they were seen, as `kept.phone`."""
    before = set(filter(None, seen.split(";")))
    now = set(filter(None, marks(kept, gone).split(";")))
    return tuple(sorted({one.partition("=")[0] for one in before ^ now}))


def _digest(said: str) -> str:
    return hashlib.blake2b(said.encode(), digest_size=6).hexdigest()


def restored(
    before: Values, after: Values, now: Values
) -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]:
    """The values of the kept client when the other is split back: those that the merge had changed are as before it,
    unless somebody has changed them since.

    Beside the values: the fields that went back, and those that stay because they were changed since.
    """
    values = dict(now)
    back, stayed = [], []
    for field in fields_of(before, after):
        was, became = before.get(field, ""), after.get(field, "")
        if was == became:
            continue
        if now.get(field, "") == became:
            values[field] = was
            back.append(field)
        else:
            stayed.append(field)
    return values, tuple(back), tuple(stayed)


def root(client: int, into: Mapping[int, int]) -> int:
    """Who this client is now: the end of its way through the merges."""
    seen = {client}
    while (following := into.get(client)) is not None and following not in seen:
        seen.add(following)
        client = following
    return client


def into_of(facts: Iterable[Event]) -> int | None:
    """Whom a client went up in, as the facts of their own stream tell; None for one who is themselves."""
    into: int | None = None
    for fact in facts:
        if isinstance(fact, ClientMerged):
            into = fact.kept
        elif isinstance(fact, ClientSplit):
            into = None
    return into
