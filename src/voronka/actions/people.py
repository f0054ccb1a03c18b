"""People of the company and the tokens of their programs."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from voronka.actions.change import clean, named
from voronka.core import access
from voronka.core.access import Actor
from voronka.core.clients import is_email
from voronka.core.problems import Invalid, NotAllowed, NotFound, Problem
from voronka.core.process import SYSTEM_ROLES
from voronka.store import company, sql, teams
from voronka.store.models import Person, Team, Token
from voronka.store.models.people import actor_of

SCOPES = ("read", "read write")


def add_person(
    *,
    email: str,
    name: str,
    role: str,
    password: str | None = None,
    language: str = "",
    team: int | None = None,
    visibility: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """A new person with a system role, in a team or in none; their key. `visibility` is whose deals they see,
    empty: as their role has it; an empty `language` is the company's usual one. Raises Invalid, NotAllowed.
    """
    access.require(by, "people.change")
    address = clean(email, "email", limit=254, required=True).lower()
    full_name = clean(name, "name", limit=200, required=True)
    if not is_email(address):
        raise Invalid(Problem("email_unreadable", "email", {"typed": address[:60]}))
    ours = company.ours()
    language = language or ours.language
    for field, chosen, known in (("role", role, SYSTEM_ROLES), ("language", language, ours.languages)):
        if chosen not in known:
            raise Invalid(Problem("unknown_choice", field, {"have": named(chosen), "known": list(known)}))
    if role == "owner" and by.role not in ("owner", "system"):
        raise NotAllowed("people.make_owner")
    _require_visibility(role, visibility)
    _require_team(team)
    try:
        with transaction.atomic():
            key = Person.objects.create_user(
                address,
                password,
                name=full_name,
                role=role,
                language=language,
                joined_at=at,
                team_id=team,
                visibility=visibility,
            ).pk
            teams.settle()
            return int(key)
    except IntegrityError:
        raise Invalid(Problem("email_taken", "email", {"typed": address})) from None


def set_password(*, email: str, password: str, by: Actor, at: datetime) -> int:
    """A new password for the person with this address; their key. Raises Invalid, NotAllowed, NotFound."""
    access.require(by, "people.change")
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is None:
        raise NotFound("person", email)
    if person.role == "owner" and by.role not in ("owner", "system"):
        raise NotAllowed("people.make_owner")
    person.set_password(clean(password, "password", limit=1000, required=True))
    person.save(update_fields=["password"])
    return person.pk


def take_second_step(*, key: int, by: Actor, at: datetime) -> bool:
    """Somebody has lost what they prove themselves with: from now on their password is enough, until they set up a
    second step anew. False where they have none. Raises NotAllowed, NotFound.

    An owner's alone: whoever knows the password comes in then.
    """
    access.require(by, "people.unlock")
    if not sql.there("store_person", key):
        raise NotFound("person", key)
    gone, _each = Authenticator.objects.filter(user_id=key).delete()
    return bool(gone)


def change_person(
    *,
    key: int,
    name: str,
    role: str,
    active: bool,
    team: int | Literal["same"] | None = "same",
    visibility: str | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """A new name, role, team or view, or somebody leaves (`active` false: they can't come in, their deals stay
    theirs). What isn't named stays; a view that the new role doesn't have becomes the usual one of the role.

    Raises Invalid, NotAllowed, NotFound. There is always an owner who can come in.
    """
    access.require(by, "people.change")
    full_name = clean(name, "name", limit=200, required=True)
    if role not in SYSTEM_ROLES:
        raise Invalid(Problem("unknown_choice", "role", {"have": named(role), "known": list(SYSTEM_ROLES)}))
    if visibility is not None:
        _require_visibility(role, visibility)
    if team != "same":
        _require_team(team)
    with transaction.atomic():
        # All owners at once and in one order: of two who leave at the same moment one stays.
        owners = Person.objects.select_for_update().filter(role="owner", is_active=True)
        others = set(owners.order_by("pk").values_list("pk", flat=True)) - {key}
        person = Person.objects.select_for_update().filter(pk=key).first()
        if person is None:
            raise NotFound("person", key)
        if "owner" in (person.role, role) and by.role not in ("owner", "system"):
            raise NotAllowed("people.make_owner")
        stays_owner = role == "owner" and active
        if person.role == "owner" and not stays_owner and not others:
            raise Invalid(Problem("last_owner", "role"))
        if by.id == key and not active:
            raise Invalid(Problem("leaves_oneself", "active"))
        person.name, person.role, person.is_active = full_name, role, active
        if team != "same":
            person.team_id = team
        if visibility is not None:
            person.visibility = visibility
        elif person.visibility not in access.VISIBILITIES.get(role, ()):
            person.visibility = ""
        person.save(update_fields=["name", "role", "is_active", "team", "visibility"])
        teams.settle()


def _require_visibility(role: str, visibility: str) -> None:
    offered = ("", *access.VISIBILITIES.get(role, ()))
    if visibility not in offered:
        data = {"have": named(visibility), "known": [one for one in offered if one]}
        raise Invalid(Problem("unknown_choice", "visibility", data))


def _require_team(team: int | None) -> None:
    if team is not None and not Team.objects.filter(pk=team).exists():
        raise Invalid(Problem("unknown_team", "team", {"have": team}))


def change_password(*, old: str, new: str, by: Actor, at: datetime) -> None:
    """One's own password: the present one proves that it is oneself. Raises Invalid, NotAllowed."""
    access.require(by, "me.change")
    person = Person.objects.filter(pk=by.id or 0).first()
    if person is None:
        raise NotAllowed("me.change")
    if not person.check_password(old):
        raise Invalid(Problem("password_wrong", "old"))
    person.set_password(clean(new, "new", limit=1000, required=True))
    person.save(update_fields=["password"])


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token as it is shown once: afterwards only its digest is known."""

    key: int
    secret: str


def make_token(
    *, name: str, scopes: str = "read", expires_at: datetime | None = None, by: Actor, at: datetime
) -> NewToken:
    """A token that acts as this person; its secret is shown once."""
    if by.id is None:
        raise NotAllowed("token.make")
    if scopes not in SCOPES:
        raise Invalid(Problem("unknown_choice", "scopes", {"have": scopes, "known": list(SCOPES)}))
    secret = "vrk_" + secrets.token_urlsafe(32)
    token = Token.objects.create(
        person_id=by.id,
        name=clean(name, "name", limit=200, required=True),
        digest=hashlib.sha256(secret.encode()).hexdigest(),
        hint=secret[:8],
        scopes=scopes,
        created_at=at,
        expires_at=expires_at,
    )
    return NewToken(token.pk, secret)


def revoke_token(*, key: int, by: Actor, at: datetime) -> None:
    """The token works no more. One's own, or anyone's with the right."""
    tokens = Token.objects.filter(pk=key, revoked_at=None)
    if not access.may(by, "token.any"):
        tokens = tokens.filter(person_id=by.id or 0)
    if not tokens.update(revoked_at=at):
        raise NotFound("token", key)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a program speaks for, and what its token lets it do."""

    actor: Actor
    token: int
    scopes: tuple[str, ...]
    language: str


# Written out, for every request of the API begins with it.
_HOLDER = """
    SELECT token.id, token.scopes, token.expires_at, token.used_at, person.id, person.role,
    person.visibility, person.mates, person.language
    FROM store_token AS token JOIN store_person AS person ON person.id = token.person_id
    WHERE token.digest = %s AND token.revoked_at IS NULL AND person.is_active
"""


def holder_of(secret: str, at: datetime) -> Holder | None:
    """Whom a token's secret stands for; None where it is unknown, revoked or too old.

    Its last use is noted, at most once a minute.
    """
    digest = hashlib.sha256(secret.encode(errors="replace")).hexdigest()
    row = sql.one(_HOLDER, (digest,))
    if row is None:
        return None
    key, scopes, expires_at, used_at, *who, language = row
    ends, used = sql.moment(expires_at), sql.moment(used_at)
    if ends is not None and ends <= at:
        return None
    if used is None or (at - used).total_seconds() > 60:
        Token.objects.filter(pk=key).update(used_at=at)
    return Holder(actor_of(*who), key, tuple(scopes.split()), language)
