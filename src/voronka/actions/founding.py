"""How a company of one's own begins: the demo gives way to it, or the first owner opens an empty installation."""

import fcntl
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from voronka.actions.backup import make_backup, place
from voronka.actions.people import add_person
from voronka.actions.showcase import demo_marker, is_demo
from voronka.core import access
from voronka.core.access import SYSTEM, Actor
from voronka.core.problems import Invalid, NotAllowed, Problem
from voronka.store import emptying
from voronka.store.models import Person


def replace_demo(
    *,
    name: str,
    email: str,
    password: str,
    language: str = "ru",
    keep_backup: bool = False,
    by: Actor,
    at: datetime,
) -> int:
    """Empty the demo company, and let this person be the owner of what begins; their key.

    Raises NotAllowed; Invalid where the company here is not the demo, or for what was entered: then all stays.
    """
    access.require(by, "company.replace")
    with _held_demo():
        if keep_backup:
            make_backup(to=place(at), by=by, at=at)
        with transaction.atomic():
            emptying.empty()
            key = add_person(
                email=email, name=name, role="owner", password=password, language=language, by=SYSTEM, at=at
            )
            # Before the end of the transaction: whatever is cut here, a company of one's own is never taken for a demo.
            demo_marker().unlink(missing_ok=True)
        cache.clear()
        _forget_files()
        return key


@contextmanager
def _held_demo() -> Iterator[None]:
    """The demo, for us alone: of two who empty it at one moment the second would empty what the first has begun."""
    if not is_demo():
        raise Invalid(Problem("not_the_demo", "company"))
    with demo_marker().open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not is_demo():
            raise Invalid(Problem("not_the_demo", "company"))
        yield


def _forget_files() -> None:
    """Files that the demo's people attached; no row refers to them any more."""
    for one in Path(settings.MEDIA_ROOT).glob("*"):
        if one.is_dir():
            shutil.rmtree(one, ignore_errors=True)
        else:
            one.unlink(missing_ok=True)


def _first_key() -> Path:
    return Path(settings.DATA) / "first-key"


def nobody_is_here() -> bool:
    """Has nobody come in yet?"""
    return not Person.objects.exists()


def first_key() -> str:
    """The secret of the address at which the first owner comes in; the same until somebody did."""
    file = _first_key()
    if not _known_key():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(24), encoding="ascii")
    return _known_key()


def _known_key() -> str:
    file = _first_key()
    return file.read_text(encoding="ascii") if file.exists() else ""


def admits(key: str) -> bool:
    """Does this secret let the first owner in? Only while nobody is here."""
    known = _known_key()
    same = secrets.compare_digest(known.encode(), key.encode(errors="replace"))
    return bool(known) and same and nobody_is_here()


def found_company(
    *, key: str, name: str, email: str, password: str, language: str = "ru", by: Actor, at: datetime
) -> int:
    """The first owner of an empty installation, let in by its secret; the person's key.

    Raises NotAllowed for another secret, or where somebody is here already; Invalid.
    """
    if not admits(key):
        raise NotAllowed("company.found")
    taken = _first_key().with_suffix(".taken")
    try:
        _first_key().rename(taken)  # whoever comes at the same moment finds it gone
    except FileNotFoundError:
        raise NotAllowed("company.found") from None
    try:
        made = add_person(
            email=email, name=name, role="owner", password=password, language=language, by=SYSTEM, at=at
        )
    except BaseException:
        taken.rename(_first_key())
        raise
    taken.unlink()
    return made
