"""A document as PDF: the press is a process of its own with bounds, for it loads much and reads what people wrote."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Any, Final

SECONDS: Final = 40
"""How long a document may take; the thickest passport takes a tenth of it on a busy machine."""
AT_ONCE: Final = 2
_turn = threading.BoundedSemaphore(AT_ONCE)


class NotPrinted(Exception):
    """The press did not deliver in time; nothing was changed, and later it may."""


def pdf(document: str, data: Mapping[str, Any]) -> bytes:
    """The named document (a template beside this file) with this data; raises NotPrinted."""
    if not _turn.acquire(timeout=SECONDS):
        raise NotPrinted("others are printing")
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "voronka.formats.pdf", document],
            input=json.dumps(data, ensure_ascii=False).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ},
        )
    except subprocess.TimeoutExpired:
        raise NotPrinted(f"{document} was not printed within {SECONDS} s") from None
    finally:
        _turn.release()
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise NotPrinted(done.stderr.decode(errors="replace")[-2000:] or f"code {done.returncode}")
    return done.stdout
