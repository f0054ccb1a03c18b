"""Is the installation in order? Each check says what it found and, where something is wrong, what mends it."""

import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from voronka.store import migrated, replay
from voronka.store.backend import driver
from voronka.store.models import EventRow, Heartbeat

SILENT = timedelta(seconds=30)
"""A worker says every five seconds that it lives."""
LITTLE_SPACE, NO_SPACE = 1024, 64  # megabytes


@dataclass(frozen=True, slots=True)
class Check:
    """One line: `state` is ok, warn or bad; `mend` is empty when nothing is to be done."""

    name: str
    state: str
    found: str
    mend: str = ""


def worker_is_alive(now: datetime) -> bool:
    """Has any worker given a sign of life lately?"""
    return Heartbeat.objects.filter(name__startswith="worker:", beat_at__gt=now - SILENT).exists()


def tables_are_current() -> bool:
    """Does the database answer, with the tables of this version?"""
    try:
        return not migrated.pending()
    except DatabaseError:
        return False


def there_is_space() -> bool:
    """Is there room for work to go on?"""
    return _free_megabytes() > NO_SPACE


def checks(now: datetime) -> Iterator[Check]:
    """All of them, one after another; a check that itself fails is a bad one."""
    for name, look in CHECKS.items():
        try:
            yield look(now)
        except Exception as error:
            mend = _("Look at the message; if it says nothing to you, show it to whoever installed Voronka.")
            yield Check(name, "bad", f"{type(error).__name__}: {error}", mend)


def _python(now: datetime) -> Check:
    return Check("python", "ok", f"{platform.python_version()}, {platform.machine()}")


def _data(now: datetime) -> Check:
    folder = Path(settings.DATA)
    found = str(folder)
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        mend = _("Give the folder to the user that runs Voronka: chown and chmod u+rwx.")
        return Check("data", "bad", f"{found}: {error.strerror}", mend)
    state = folder.stat()
    if state.st_uid != os.getuid():
        return Check(
            "data", "warn", found, _("The folder belongs to another user; run as that one, or chown it.")
        )
    if state.st_mode & 0o077:
        return Check("data", "warn", found, _("Others on this machine can look into it: chmod 700."))
    return Check("data", "ok", found)


def _secret(now: datetime) -> Check:
    file = Path(settings.DATA) / "secret"
    if file.exists() and file.stat().st_mode & 0o077:
        return Check("secret", "bad", str(file), _("Others on this machine can read it: chmod 600."))
    return Check("secret", "ok", _("readable by its owner only") if file.exists() else "VORONKA_SECRET_KEY")


def _space(now: datetime) -> Check:
    free = _free_megabytes()
    found = _("%(free)s MB free") % {"free": free}
    if free < NO_SPACE:
        return Check("space", "bad", found, _("Free some space; changes are refused when the disk is full."))
    if free < LITTLE_SPACE:
        return Check("space", "warn", found, _("Free some space soon, or move the data to a larger disk."))
    return Check("space", "ok", found)


def _free_megabytes() -> int:
    return shutil.disk_usage(settings.DATA).free >> 20


def _database(now: datetime) -> Check:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return Check(
            "database", "bad", str(error).strip(), _("Check VORONKA_DATABASE_URL and that the server runs.")
        )
    if connection.vendor != "sqlite":
        return Check("database", "ok", f"PostgreSQL {connection.get_database_version()[0]}")
    version = tuple(connection.get_database_version())
    found = "SQLite " + ".".join(map(str, version))
    if driver.can_corrupt(version):
        mend = _("This version can damage the file: install the package pysqlite3, or use PostgreSQL.")
        return Check("database", "warn", found, mend)
    return Check("database", "ok", found)


def _tables(now: datetime) -> Check:
    pending = migrated.pending()
    if pending:
        return Check(
            "tables", "bad", _("not applied: %(names)s") % {"names": ", ".join(pending)}, "voronka migrate"
        )
    return Check("tables", "ok", _("all as this version needs them"))


def _worker(now: datetime) -> Check:
    last = Heartbeat.objects.filter(name__startswith="worker:").order_by("-beat_at").first()
    if last is None:
        mend = _("Start it: voronka up, or voronka worker. Without it there are no jobs and no nightly work.")
        return Check("worker", "warn", _("does not run"), mend)
    seconds = int((now - last.beat_at).total_seconds())
    found = _("last sign of life %(seconds)s s ago") % {"seconds": seconds}
    if now - last.beat_at > SILENT:
        return Check(
            "worker", "bad", found, _("It died or hangs: look at its messages and start Voronka again.")
        )
    return Check("worker", "ok", found)


def _log(now: datetime) -> Check:
    count = EventRow.objects.count()
    found = _("%(count)s facts; a sample of the newest streams agrees") % {"count": count}
    differing = replay.sample_differences()
    if differing:
        words = f"{differing[0].stream}: {differing[0].what}"
        return Check("log", "bad", words, _("Run voronka log verify; if it differs too, restore a backup."))
    return Check("log", "ok", found)


def _mail(now: datetime) -> Check:
    if not settings.EMAIL_HOST:
        mend = _("Set VORONKA_MAIL_HOST to send letters; until then they are laid in the folder letters.")
        return Check("mail", "warn", _("no mail server"), mend)
    mail = get_connection()
    try:
        mail.open()
        mail.close()
    except OSError as error:
        return Check(
            "mail", "bad", f"{settings.EMAIL_HOST}: {error}", _("Check VORONKA_MAIL_HOST, _PORT, _SAFETY.")
        )
    return Check("mail", "ok", settings.EMAIL_HOST)


def _clock(now: datetime) -> Check:
    try:
        local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    except (ZoneInfoNotFoundError, ValueError):
        return Check(
            "time", "bad", settings.TIME_ZONE, _("Set VORONKA_TIME_ZONE, for example Europe/Moscow.")
        )
    newest = EventRow.objects.order_by("-id").values_list("recorded_at", flat=True).first()
    if newest is not None and newest > now + timedelta(minutes=5):
        return Check(
            "time", "warn", str(now), _("The newest fact is from the future: check this machine's clock.")
        )
    return Check("time", "ok", f"{settings.TIME_ZONE}, {local:%Y-%m-%d %H:%M}")


CHECKS: dict[str, Callable[[datetime], Check]] = {
    "python": _python,
    "data": _data,
    "secret": _secret,
    "space": _space,
    "database": _database,
    "tables": _tables,
    "worker": _worker,
    "log": _log,
    "mail": _mail,
    "time": _clock,
}
