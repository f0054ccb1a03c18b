"""An invitation: a link by which a person chooses their first password, where there is no letter to send it by."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from voronka.core import access
from voronka.core.access import Actor
from voronka.core.problems import Invalid, NotAllowed, NotFound, Problem
from voronka.store.models import Person


def invite(*, key: int, by: Actor, at: datetime) -> str:
    """The path of the link for this person; it works for three days, and until they have signed in.

    Whoever has it can come in as them: so an owner, and anybody who has come in already, is invited by an owner
    alone. Raises Invalid for somebody who has left, NotAllowed, NotFound.
    """
    access.require(by, "people.change")
    person = Person.objects.filter(pk=key).first()
    if person is None:
        raise NotFound("person", key)
    themselves = person.role == "owner" or person.last_login is not None
    if themselves and by.role not in ("owner", "system"):
        raise NotAllowed("people.make_owner")
    if not person.is_active:
        raise Invalid(Problem("person_left", "key", {"name": person.name}))
    word = default_token_generator.make_token(person)
    return reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": word}
    )
