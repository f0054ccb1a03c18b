"""Emptying an installation of a company: every row goes, but what the running program itself stands on."""

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

from voronka.store import company, index, values
from voronka.store.models import Heartbeat, ReaderCursor

KEPT = (Heartbeat, ReaderCursor)
"""Workers that live, and how far they have read: the log goes on counting, so nothing is told twice."""
NOT_OURS = ("contenttypes", "auth")


def empty() -> None:
    """Inside a transaction of the caller. Sessions go too: whoever was signed in is so no more."""
    tables = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model not in KEPT and model._meta.app_label not in NOT_OURS
    ]
    connection.check_constraints()  # what still waits to be checked would forbid PostgreSQL to empty the table
    for statement in connection.ops.sql_flush(no_style(), tables, reset_sequences=False, allow_cascade=False):
        with connection.cursor() as cursor:
            cursor.execute(statement)
    index.clear()
    values.forget_processes()
    company.forget()
