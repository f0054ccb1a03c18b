"""Whom we know already of those who turn to us: by phone or e-mail for sure, by name perhaps."""

from dataclasses import dataclass

from voronka.actions.own import read_phone
from voronka.core.access import Actor
from voronka.core.clients import Who, may_be_one, read_who
from voronka.core.duplicates import Reason
from voronka.core.problems import Invalid
from voronka.queries import alike_words, clients, duplicates
from voronka.queries.clients import PersonLine


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was typed, and who that may be; `sure` where the phone or the address is one person's.

    `why` says it of each of the people, in a few words.
    """

    who: Who
    people: tuple[PersonLine, ...]
    sure: PersonLine | None
    why: tuple[str, ...] = ()

    @property
    def told(self) -> list[tuple[PersonLine, str]]:
        """Each of them, and why."""
        return list(zip(self.people, self.why, strict=True))


def recognised(actor: Actor, typed: str) -> Recognised:
    """Who stands behind `Ирина 8 921 000-00-00`."""
    who = read_who(typed)
    phone = in_e164(who.phone)
    people = clients.known_people(actor, phone=phone, email=who.email, name=who.name)
    certain = bool(who.phone or who.email) and len(people) == 1 and may_be_one(who.name, people[0].name)
    sure = people[0] if certain else None
    same = {} if certain or len(who.name) < 3 else _alike(actor, who, phone)
    whole = {one.key: one for one in (*people, *(line for line, _why in same.values()))}
    why = tuple(same[key][1] if key in same else _why(one, who, phone) for key, one in whole.items())
    return Recognised(who, tuple(whole.values()), sure, why)


def _alike(actor: Actor, who: Who, phone: str) -> dict[int, tuple[PersonLine, str]]:
    """Those who are written down almost so: a slip in the name, its words in another order."""
    found = duplicates.maybe_same(actor, "contact", name=who.name, phone=phone, email=who.email)
    return {
        one.line.key: (one.line, alike_words.reasons("contact", one.reasons))
        for one in found
        if isinstance(one.line, PersonLine)
    }


def _why(one: PersonLine, who: Who, phone: str) -> str:
    """Why somebody is offered who was found by what was typed itself."""
    codes = []
    if phone and phone == one.phone:
        codes.append("same_phone")
    if who.email and who.email.lower() == one.email:
        codes.append("same_email")
    return alike_words.reasons("contact", map(Reason, codes))


def in_e164(typed: str) -> str:
    """The number as it is kept; nothing where it can't be one."""
    try:
        return read_phone(typed)
    except Invalid:
        return ""
