"""The first start of an installation: tables, static files, the demo company, and a word of welcome."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from voronka.actions import installation, showcase
from voronka.queries import condition


@contextmanager
def alone_with_the_database() -> Iterator[None]:
    """The web process that serves this data; on SQLite there is one, for two would wait long for each other."""
    try:
        with installation.presence():
            if connection.vendor == "sqlite":
                with installation.presence(alone=True, name="web"):
                    yield
            else:
                yield
    except installation.AlreadyRunning as error:
        with translation.override(settings.LANGUAGE_CODE):
            raise SystemExit("voronka: " + _busy(error.name)) from None


def _busy(name: str) -> str:
    if name == "web":
        return _(
            "another Voronka serves this data already; stop it, or choose another folder by VORONKA_DATA"
        )
    return _("a backup is being restored into this data; wait until it is done")


def prepare(demo: bool, today: str = "", language: str = "", seed: int = 1) -> None:
    """Bring everything up to date; tell the demo's story into an installation that has nobody in it."""
    try:
        installation.prepare()
    except OperationalError as error:
        with translation.override(settings.LANGUAGE_CODE):
            words = _(
                "cannot reach the database: %(words)s; check VORONKA_DATABASE_URL and that the server runs"
            )
            raise SystemExit("voronka: " + words % {"words": str(error).strip()}) from None
    if demo and is_empty():
        day = story_day(today).isoformat()
        # In a process of its own: the story loads much that the web process never needs again.
        teller = [
            sys.executable,
            "-P",
            "-m",
            "voronka.config.telling",
            day,
            language or settings.LANGUAGE_CODE,
            str(seed),
        ]
        if subprocess.run(teller, check=False).returncode:
            raise SystemExit(1)


def tell(today: str, language: str, seed: str = "1") -> None:
    """Tell the story, and note who can sign in: the welcome of every later start needs no more than that."""
    story = import_module("voronka.demo.story")
    with translation.override(settings.LANGUAGE_CODE):
        words = _("Telling two years of the demo company")
    story.tell(today=date.fromisoformat(today), language=language, seed=int(seed), told=_progress(words))
    print(file=sys.stderr, flush=True)
    with translation.override("en"):  # the keys of the catalogue: each reads them in their own language
        people = [[mail, str(title)] for mail, title in story.SIGN_INS]
    showcase.mark_demo({"password": story.PASSWORD, "people": people})


def _progress(words: str) -> Callable[[float], None]:
    """How much is told: one line that grows where somebody watches, a word at the beginning where nobody does."""
    watched = sys.stderr.isatty()
    print(words, end="" if watched else "...", file=sys.stderr, flush=True)

    def told(share: float) -> None:
        if watched:
            print(f"\r{words}: {share:4.0%}", end="", file=sys.stderr, flush=True)

    return told


def require_tables() -> None:
    """A web process that was told to prepare nothing shows no pages of tables that are not there."""
    try:
        current = condition.tables_are_current()
    except OperationalError:
        current = False
    if not current:
        with translation.override(settings.LANGUAGE_CODE):
            words = _("the database is away or its tables are not those of this version: run voronka migrate")
            raise SystemExit("voronka: " + words)


def story_day(today: str) -> date:
    """The day that the demo is told on: what was asked for, or the calendar's."""
    try:
        return date.fromisoformat(today) if today else timezone.localdate()
    except ValueError:
        with translation.override(settings.LANGUAGE_CODE):
            words = _("%(typed)s is no day; write it as 2026-11-23") % {"typed": today}
        raise SystemExit("voronka: " + words) from None


def is_empty() -> bool:
    """Nobody is here yet."""
    return not get_user_model().objects.exists()


def empty() -> None:
    """Remove every row of the demo company."""
    call_command("flush", interactive=False, verbosity=0)
    marker().unlink(missing_ok=True)


def marker() -> Path:
    """Its presence means that the company in this installation is the demo."""
    return showcase.demo_marker()


def welcome(address: str) -> None:
    """Where the page is, and how to come in when this is the demo."""
    with translation.override(settings.LANGUAGE_CODE):
        lines = [_("Voronka is open at %(address)s") % {"address": address}]
        if showcase.is_demo():
            told = showcase.welcome()
            lines.append(_("Sign in as any of these people; the password is %(password)s") % told)
            lines += [f"  {mail:28} {_(title)}" for mail, title in told["people"]]
        elif is_empty():
            founding = import_module("voronka.actions.founding")
            way = f"{address}/begin/first?key={founding.first_key()}"
            lines.append(
                _("Nobody is here yet. Whoever opens this address becomes the owner: %(way)s") % {"way": way}
            )
    print("\n".join(lines), flush=True)
