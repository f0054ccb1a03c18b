"""`voronka person`: who works here, and how they sign in."""

import sys
from typing import Annotated

import typer
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from voronka.actions import invitations, leaving
from voronka.actions import people as verbs
from voronka.cli import answers
from voronka.cli.caller import DOOR, OPERATOR, Call, command
from voronka.queries import owner
from voronka.queries.records import people

app = typer.Typer(no_args_is_help=True, help="People of the company: add, list, change, password.")

Email = Annotated[str, typer.Argument(metavar="EMAIL")]
Sees = Annotated[
    str, typer.Option("--sees", help="whose deals: own, team or all; as the role has it by default")
]
Stdin = Annotated[bool, typer.Option("--password-stdin", help="read the password from standard input")]


@command(app, "add", nobody=OPERATOR)
def add(
    call: Call,
    email: Email,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    role: Annotated[
        str,
        typer.Argument(metavar="ROLE", help="owner, head, manager, support, marketer, curator or accountant"),
    ],
    password_stdin: Stdin = False,
    speaks: Annotated[
        str, typer.Option(help="the person's language; the company’s usual one by default")
    ] = "",
    team: Annotated[int | None, typer.Option(min=1, help="the number of their team")] = None,
    sees: Sees = "",
) -> None:
    """A new person. Without a password they can't sign in yet."""
    password = _password(password_stdin, asked=sys.stdin.isatty())
    key = verbs.add_person(
        email=email,
        name=name,
        role=role,
        password=password,
        language=speaks,
        team=team,
        visibility=sees,
        by=call.by,
        at=call.at,
    )
    _kept(call, key)


@command(app, "list", nobody=OPERATOR)
def list_people(call: Call) -> None:
    """Everybody who works here."""
    found = people.people(by=call.by)
    if call.json:
        answers.as_json({"items": found})
        return
    heads = (_("Person"), _("Name"), _("E-mail"), _("Role"), _("Team"), _("Sees"), "")
    left = _("left")
    rows = (
        (str(one.key), one.name, one.email, one.role, one.team_name, one.scope, "" if one.active else left)
        for one in found
    )
    answers.table(heads, rows)


@command(app, "change", nobody=OPERATOR)
def change(
    call: Call,
    email: Email,
    name: Annotated[str, typer.Option(help="another name")] = "",
    role: Annotated[str, typer.Option(help="another role")] = "",
    active: Annotated[
        bool | None, typer.Option("--works/--left", help="they left, or work here again")
    ] = None,
    team: Annotated[int | None, typer.Option(min=0, help="the number of another team; 0 is none")] = None,
    sees: Annotated[
        str | None, typer.Option("--sees", help="whose deals: own, team, all, or role for the usual")
    ] = None,
) -> None:
    """Another name, role, team or view, or the person left: then nobody signs in as them, and their tokens end."""
    known = people.at_address(email)
    verbs.change_person(
        key=known.key,
        name=name or known.name,
        role=role or known.role,
        active=known.active if active is None else active,
        team="same" if team is None else team or None,
        visibility="" if sees == "role" else sees,
        by=call.by,
        at=call.at,
    )
    _kept(call, known.key)


@command(app, "invite", nobody=OPERATOR)
def invite(call: Call, email: Email) -> None:
    """A link by which the person chooses their password; what is said goes behind the address of Voronka."""
    path = invitations.invite(key=people.at_address(email).key, by=call.by, at=call.at)
    if call.json:
        answers.as_json({"path": path})
    else:
        answers.out(path)


@command(app, "leave", nobody=OPERATOR)
def leave(
    call: Call,
    email: Email,
    to: Annotated[
        list[str] | None, typer.Option("--to", metavar="EMAIL", help="takes their open deals, in turn")
    ] = None,
    look: Annotated[bool, typer.Option("--dry-run", help="only say what they would leave behind")] = False,
) -> None:
    """The person works here no more; their open deals go to the others, or stay theirs."""
    known = people.at_address(email)
    if look:
        deals = owner.leaving(call.by, known.key).deals
    else:
        takers = [people.at_address(one).key for one in to or []]
        deals = leaving.leave(key=known.key, to=takers, by=call.by, at=call.at, door=DOOR).deals
    if call.json:
        answers.as_json({"noun": "person", "key": known.key, "deals": deals})
    else:
        answers.out(_("Open deals: %(n)s.") % {"n": deals})


@command(app, "password", nobody=OPERATOR)
def password(call: Call, email: Email, password_stdin: Stdin = False) -> None:
    """A new password for a person."""
    new = _password(password_stdin, asked=True) or ""
    _kept(call, verbs.set_password(email=email, password=new, by=call.by, at=call.at))


@command(app, "unlock", nobody=OPERATOR)
def unlock(call: Call, email: Email) -> None:
    """Take a lost second step of signing in off: their password is enough until they set one up anew."""
    known = people.at_address(email)
    taken = verbs.take_second_step(key=known.key, by=call.by, at=call.at)
    if call.json:
        answers.as_json({"noun": "person", "key": known.key, "taken": taken})
    else:
        answers.out(_("The second step is off.") if taken else _("They have no second step."))


def _password(from_stdin: bool, *, asked: bool) -> str | None:
    """From a pipe, or asked for twice; never an argument, which everybody on the machine could read."""
    if from_stdin:
        word = sys.stdin.readline().rstrip("\n")
    elif asked:
        word = typer.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
    else:
        return None
    try:
        validate_password(word)
    except ValidationError as error:
        for sentence in error.messages:
            answers.err("voronka: " + sentence)
        raise typer.Exit(1) from None
    return str(word)


def _kept(call: Call, key: int) -> None:
    if call.json:
        answers.as_json({"noun": "person", "key": key})
    else:
        answers.out(_("Done."))
