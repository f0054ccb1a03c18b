"""Is the company in this installation the demo, which may be emptied?"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from voronka.store import log


def demo_marker() -> Path:
    """Its presence says so; what stands in it is who can sign in, and the first fact of the demo's log."""
    return Path(settings.DATA) / "demo"


def mark_demo(told: Mapping[str, object]) -> None:
    """Call the company that is here now the demo; `told` is what its welcome says."""
    words = json.dumps({**told, "first": log.first_hash()}, ensure_ascii=False)
    demo_marker().write_text(words, encoding="utf-8")


def welcome() -> dict[str, Any]:
    """What the demo's welcome says: `password`, and `people` by address and title; empty where it was not told."""
    try:
        told = json.loads(demo_marker().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def is_demo() -> bool:
    """Is the company here the demo? Not one that a backup, or another database, has put in its place meanwhile."""
    first = welcome().get("first")
    return bool(first) and first == log.first_hash()
