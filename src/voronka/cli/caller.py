"""How every command of the process is called: who acts, in which language, how it is answered, which exit code."""

import functools
import inspect
import os
import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import typer
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from voronka.actions.change import Outcome
from voronka.cli import REFUSED, answers
from voronka.core.access import SYSTEM, Actor
from voronka.core.problems import Invalid, NotAllowed, NotFound, RequestReused, Stale
from voronka.queries import company
from voronka.queries.records import deals, people

DOOR = "cli"
TROUBLES = (Invalid, NotAllowed, NotFound, Stale, RequestReused)

Key = Annotated[int, typer.Argument(min=1, max=2**63 - 1, metavar="KEY", help="the number of the deal")]
By = Annotated[
    str,
    typer.Option(
        "--by", envvar="VORONKA_BY", metavar="EMAIL", help="who acts; the company’s first owner by default"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="for programs")]
RequestKey = Annotated[
    str, typer.Option("--request", metavar="KEY", help="the same request with the same key changes nothing")
]
Language = Annotated[
    str, typer.Option("--language", metavar="ru|en", help="of what is said; that of the terminal by default")
]


@dataclass(frozen=True)
class Call:
    """One call: in whose name, when, and whether a program or a person reads the answer."""

    by: Actor
    at: datetime
    json: bool
    request: str | None

    def do(self, verb: Callable[..., Outcome], **given: Any) -> Outcome:
        """Call the verb; tell what came of it. Exit code 2 where a rule refused."""
        outcome = verb(**given, by=self.by, at=self.at, door=DOOR, request=self.request)
        if outcome.refused:
            answers.refused(outcome, json_wanted=self.json)
            raise typer.Exit(REFUSED)
        if self.json:
            told = {**outcome.as_data(), "remaining": outcome.remaining, "repeated": outcome.repeated}
            answers.as_json(told)
        else:
            self._tell(outcome)
        return outcome

    def _tell(self, outcome: Outcome) -> None:
        if outcome.repeated:
            answers.out(_("This request was already answered; nothing was changed."))
        if outcome.noun == "inquiry":
            known = (
                _("Inquiry %(key)s: closed.") if outcome.status == "closed" else _("Inquiry %(key)s: open.")
            )
            answers.out(known % {"key": outcome.key})
            return
        place = {"won": _("won"), "imported": _("won before"), "lost": _("lost")}.get(
            outcome.status
        ) or deals.stage_title(outcome.key)
        answers.out(_("Deal %(key)s: %(place)s.") % {"key": outcome.key, "place": place})
        for line in answers.lacking(_("Passed, and counted:"), outcome.passed, outcome.key):
            answers.out(line)
        for line in answers.lacking(_("To go on:"), outcome.remaining, outcome.key):
            answers.out(line)


def command(
    app: typer.Typer, name: str, *, nobody: Actor | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a command of a function whose first parameter is the Call.

    The options that every command has (`--by`, `--json`, `--request`, `--language`) are added here.
    `nobody` acts where nobody is named and the company has no owner: the machine's operator may do that.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(function)
        def run(**given: Any) -> None:
            by, json_wanted = given.pop("by"), given.pop("as_json")
            request, language = given.pop("request"), given.pop("language")
            with translation.override(_spoken(language)), _answered(json_wanted):
                acting = _acting(by, nobody)
                with timezone.override(_clock()):
                    function(Call(acting, timezone.now(), json_wanted, request or None), **given)

        signature = inspect.signature(function)
        own = [one for place, one in enumerate(signature.parameters.values()) if place]
        run.__signature__ = signature.replace(parameters=[*own, *OPTIONS])  # type: ignore[attr-defined]
        run.__annotations__ = {one.name: one.annotation for one in (*own, *OPTIONS)}
        app.command(name)(run)
        return function

    return register


OPTIONS = tuple(
    inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
    for name, kind, default in (
        ("by", By, ""),
        ("as_json", AsJson, False),
        ("request", RequestKey, ""),
        ("language", Language, ""),
    )
)
"""What every command takes."""


@contextmanager
def _answered(json_wanted: bool) -> Iterator[None]:
    """What can't be carried out is told in a sentence, with exit code 1; never as a traceback."""
    try:
        yield
    except TROUBLES as error:
        answers.wrong(error, json_wanted=json_wanted)
        raise typer.Exit(1) from None
    except DatabaseError as error:
        if not _nothing_here(str(error)):
            raise  # busy, away or full: the command line as a whole says that
        said = _("There is no company in this data yet: “voronka run” or “voronka migrate” makes one.")
        answers.err("voronka: " + said)
        raise typer.Exit(1) from None


def _nothing_here(words: str) -> bool:
    """Does the database complain that the tables are not there?"""
    return "no such table" in words or ("relation" in words and "does not exist" in words)


def _clock() -> zoneinfo.ZoneInfo:
    """The company's time zone; the installation's where there is no company yet."""
    try:
        return zoneinfo.ZoneInfo(company.zone())
    except DatabaseError:
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)


def _acting(by: str, nobody: Actor | None) -> Actor:
    if by:
        return people.named(by)
    if nobody is not None:
        return nobody
    owner = people.first_owner()
    if owner is None:
        answers.err("voronka: " + _("The company has no owner yet: “voronka person add” makes one."))
        raise typer.Exit(1)
    return owner


def _spoken(language: str) -> str:
    """The language to speak: the one that was asked for, that of the terminal, or the installation's."""
    offered = dict(settings.LANGUAGES)
    if language:
        if language not in offered:
            raise typer.BadParameter(", ".join(offered), param_hint="--language")
        return language
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if spoken := os.environ.get(name, ""):
            return spoken[:2] if spoken[:2] in offered else str(settings.LANGUAGE_CODE)
    return str(settings.LANGUAGE_CODE)


OPERATOR = SYSTEM
"""Who acts where the machine's operator needs no name."""
