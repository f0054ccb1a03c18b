"""`voronka token`: keys of programs that use the API."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _

from voronka.actions import people as verbs
from voronka.cli import answers, reading
from voronka.cli.caller import Call, command
from voronka.queries.records import people

app = typer.Typer(no_args_is_help=True, help="Tokens of the API: make, list, revoke.")


@command(app, "make")
def make(
    call: Call,
    name: Annotated[str, typer.Argument(metavar="NAME", help="which program it is for")],
    write: Annotated[bool, typer.Option("--write", help="it may also change things, not only read")] = False,
    until: Annotated[str, typer.Option(metavar="DAY", help="works until then; for ever by default")] = "",
) -> None:
    """A token that acts as the person of --by; its secret is shown this once."""
    expires_at = reading.moment(until, "until", call.at) if until else None
    scopes = "read write" if write else "read"
    made = verbs.make_token(name=name, scopes=scopes, expires_at=expires_at, by=call.by, at=call.at)
    if call.json:
        answers.as_json({"key": made.key, "secret": made.secret})
    else:
        answers.out(made.secret)
        answers.err(_("Keep it now: it is never shown again."))


@command(app, "list")
def list_tokens(call: Call) -> None:
    """One's own tokens; for the owner and the head of sales, everybody's."""
    found = people.tokens(by=call.by)
    if call.json:
        answers.as_json({"items": found})
        return
    heads = (
        _("Token"),
        _("Name"),
        _("Person"),
        _("Begins with"),
        _("What it may do"),
        _("Last used"),
        _("Works until"),
    )
    revoked = _("revoked")
    rows = (
        (
            str(one.key),
            one.name,
            one.person_name,
            one.hint,
            one.scopes,
            answers.moment(one.used_at),
            revoked if one.revoked_at else answers.moment(one.expires_at),
        )
        for one in found
    )
    answers.table(heads, rows)


@command(app, "revoke")
def revoke(call: Call, key: Annotated[int, typer.Argument(min=1, metavar="KEY")]) -> None:
    """The token works no more."""
    verbs.revoke_token(key=key, by=call.by, at=call.at)
    if call.json:
        answers.as_json({"noun": "token", "key": key})
    else:
        answers.out(_("Done."))
