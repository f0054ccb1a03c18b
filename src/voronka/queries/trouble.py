"""Trouble that is no bug: the disk is full, the database or the press is busy. The change was undone; what to say."""

import errno
import shutil

from django.conf import settings
from django.db import DatabaseError, OperationalError
from django.utils.translation import gettext as _

from voronka.formats.pdf import NotPrinted

FULL, BUSY = 507, 503
"""As statuses of HTTP."""


def trouble(error: BaseException | None) -> int | None:
    """FULL or BUSY, looking through what caused the error; None when it is something else."""
    while error is not None:
        if isinstance(error, NotPrinted):
            return BUSY
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return FULL
        if isinstance(error, DatabaseError):
            words = str(error).lower()
            if "disk is full" in words or "no space left" in words:
                return FULL
            if "disk i/o error" in words and _space_is_out():
                return FULL
            if isinstance(error, OperationalError):
                return BUSY
        error = error.__cause__ or error.__context__
    return None


def sentences(kind: int) -> tuple[str, str]:
    """What happened, and what mends it."""
    if kind == FULL:
        return (
            _("The disk is full"),
            _("Nothing was changed. Ask the administrator to free some space, then try again."),
        )
    return _("Too busy at the moment"), _("Nothing was changed. Try again in a few seconds.")


def _space_is_out() -> bool:
    return shutil.disk_usage(settings.DATA).free < 1 << 20
