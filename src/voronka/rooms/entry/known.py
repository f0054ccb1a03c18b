"""Whom we know already of those who turn to us: by phone or e-mail for sure, by name perhaps."""

from dataclasses import dataclass

from voronka.actions.own import read_phone
from voronka.core.access import Actor
from voronka.core.clients import Who, may_be_one, read_who
from voronka.core.problems import Invalid
from voronka.queries import clients
from voronka.queries.clients import PersonLine


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was typed, and who that may be; `sure` where the phone or the address is one person's."""

    who: Who
    people: tuple[PersonLine, ...]
    sure: PersonLine | None


def recognised(actor: Actor, typed: str) -> Recognised:
    """Who stands behind `Ирина 8 921 000-00-00`."""
    who = read_who(typed)
    people = clients.known_people(actor, phone=in_e164(who.phone), email=who.email, name=who.name)
    certain = bool(who.phone or who.email) and len(people) == 1 and may_be_one(who.name, people[0].name)
    return Recognised(who, people, people[0] if certain else None)


def in_e164(typed: str) -> str:
    """The number as it is kept; nothing where it can't be one."""
    try:
        return read_phone(typed)
    except Invalid:
        return ""
