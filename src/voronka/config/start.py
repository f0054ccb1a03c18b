"""The first start of an installation: tables, static files, the demo company, and a word of welcome."""

from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from voronka.actions import installation

presence = installation.presence


def prepare(demo: bool, today: str = "") -> None:
    """Bring everything up to date; tell the demo's story into an installation that has nobody in it."""
    installation.prepare()
    if demo and find_spec("voronka.demo") and not get_user_model().objects.exists():
        day = date.fromisoformat(today) if today else timezone.localdate()
        import_module("voronka.demo.story").tell(today=day)
        marker().touch()


def marker() -> Path:
    """Its presence means that the company in this installation is the demo."""
    return Path(settings.DATA) / "demo"


def welcome(address: str) -> None:
    """Where the page is, and how to come in when this is the demo."""
    with translation.override(settings.LANGUAGE_CODE):
        lines = [_("Voronka is open at %(address)s") % {"address": address}]
        if marker().exists() and find_spec("voronka.demo"):
            story = import_module("voronka.demo.story")
            lines.append(_("Sign in as any of these people; the password is %(password)s") % {"password": story.PASSWORD})
            lines += [f"  {mail:28} {title}" for mail, title in story.SIGN_INS]
    print("\n".join(lines), flush=True)
