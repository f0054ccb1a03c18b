"""`voronka team`: the teams of the company, and who leads them."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _

from voronka.actions import teams as verbs
from voronka.cli import answers
from voronka.cli.caller import OPERATOR, Call, command
from voronka.queries.records import people

app = typer.Typer(no_args_is_help=True, help="Teams of the company: add, list, change, remove.")

Name = Annotated[str, typer.Argument(metavar="NAME")]
Key = Annotated[int, typer.Argument(min=1, metavar="KEY", help="the number of the team")]
Head = Annotated[str, typer.Option("--head", metavar="EMAIL", help="who leads it, and sees its deals")]


@command(app, "add", nobody=OPERATOR)
def add(call: Call, name: Name, head: Head = "") -> None:
    """A new team; people come into it by “voronka person change --team”."""
    _kept(call, verbs.add_team(name=name, head=_person(head), by=call.by, at=call.at))


@command(app, "list", nobody=OPERATOR)
def list_teams(call: Call) -> None:
    """The teams, by name."""
    found = people.teams(by=call.by)
    if call.json:
        answers.as_json({"items": found})
        return
    answers.table(
        (_("Team"), _("Name"), _("Led by")), ((str(one.key), one.name, one.head_name) for one in found)
    )


@command(app, "change", nobody=OPERATOR)
def change(
    call: Call,
    key: Key,
    name: Annotated[str, typer.Option(help="another name")] = "",
    head: Head = "",
    nobody: Annotated[bool, typer.Option("--no-head", help="nobody leads it")] = False,
) -> None:
    """Another name of a team, or another one who leads it."""
    known = people.team(key, by=call.by)
    leads = None if nobody else _person(head) or known.head
    _kept(call, verbs.change_team(key=key, name=name or known.name, head=leads, by=call.by, at=call.at))


@command(app, "remove", nobody=OPERATOR)
def remove(call: Call, key: Key) -> None:
    """The team is no more; its people are in none."""
    verbs.remove_team(key=key, by=call.by, at=call.at)
    _kept(call, key)


def _person(email: str) -> int | None:
    return people.at_address(email).key if email else None


def _kept(call: Call, key: int) -> None:
    if call.json:
        answers.as_json({"noun": "team", "key": key})
    else:
        answers.out(_("Done."))
