"""People of a file who were nobody here when it came in: who is here by now, and how much is still nobody's."""

import json
from dataclasses import dataclass

from voronka.core.access import HOLDERS, Actor, require
from voronka.core.problems import NotFound
from voronka.formats.tables import known
from voronka.store.models import DealRow, Import, Person
from voronka.store.sql import is_key


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody as the file calls them, in how many lines; `person` is who that is here by now, None for nobody;
    `came`: have they ever signed in? `leads`: can they lead deals?
    """

    word: str
    lines: int
    person: int | None
    name: str
    came: bool
    leads: bool


@dataclass(frozen=True, slots=True)
class Ownerless:
    """How many open deals of an import nobody leads, and who of the file was nobody here."""

    deals: int
    strangers: tuple[Stranger, ...]


def ownerless(key: int, *, by: Actor) -> Ownerless:
    """Of an import of deals that is done; nothing of any other. Three statements. NotFound."""
    require(by, "import.run")
    row = Import.objects.filter(pk=key).first() if is_key(key) else None
    if row is None:
        raise NotFound("import", key)
    if row.noun != "deal" or row.state != "done":
        return Ownerless(0, ())
    free = DealRow.objects.filter(imported=key, status="open", owner=None).count()
    mapped = json.loads(row.plan)["people"]
    named = json.loads(row.found).get("words", {}).get("people", {})
    words = {word: lines for word, lines in named.items() if not mapped.get(word)}
    people = {one.pk: one for one in Person.objects.filter(is_active=True).order_by("pk")}
    company = known.Company(people=[(one.pk, one.name, one.email) for one in people.values()])
    found = known.people_of(words, {}, company)
    return Ownerless(free, tuple(_stranger(word, words[word], people.get(found[word])) for word in words))


def _stranger(word: str, lines: int, one: Person | None) -> Stranger:
    if one is None:
        return Stranger(word, lines, None, "", False, False)
    return Stranger(word, lines, one.pk, one.name, one.last_login is not None, one.role in HOLDERS)
