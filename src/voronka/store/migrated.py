"""Are the tables those of this code? Answered by file names and one statement, without importing migrations."""

from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.utils import OperationalError, ProgrammingError


def wanted() -> set[tuple[str, str]]:
    """Every migration in the code, as (app, name)."""
    return {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in (Path(app.path) / "migrations").glob("[0-9]*.py")
    }


def applied() -> set[tuple[str, str]]:
    """Every migration that the database has seen; raises where the database itself is away."""
    connection.ensure_connection()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            return {(app, name) for app, name in cursor.fetchall()}
    except (OperationalError, ProgrammingError):
        return set()  # an empty database has no such table


def pending() -> list[str]:
    """What must still be applied."""
    return sorted(f"{app}.{name}" for app, name in wanted() - applied())
