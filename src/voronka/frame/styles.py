"""One stylesheet out of many small files, made when the process starts, kept for ever by browsers."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

FOLDER = Path(__file__).parent / "static" / "css"
PARTS = (
    "tokens", "fonts", "reset", "shell", "page", "button", "sheet", "row", "tag", "stepper", "check", "keyvalue",
    "timeline", "table", "meter", "empty", "form", "code", "condition", "dialog", "palette", "search", "toast", "board",
    "entry", "public", "funnel", "passport", "answer", "import", "duplicates", "bulk", "year", "paper", "tour", "print",
)  # fmt: skip
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_FILE = re.compile(r'url\("([^"]+)"\)')


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """The text, its packed form and the digest that names it."""

    text: bytes
    packed: bytes
    digest: str


_kept: dict[str, tuple[float, Stylesheet]] = {}


def stylesheet() -> Stylesheet:
    """The whole stylesheet; while developing it is made anew when a file has changed."""
    stamp = max(path.stat().st_mtime for path in FOLDER.iterdir()) if settings.DEBUG else 0.0
    kept = _kept.get("all")
    if kept is None or kept[0] != stamp:
        kept = _kept["all"] = (stamp, _made())
    return kept[1]


def _made() -> Stylesheet:
    text = "\n".join((FOLDER / f"{part}.css").read_text(encoding="utf-8") for part in PARTS)
    text = _COMMENT.sub("", text)
    text = _FILE.sub(lambda found: f'url("{static(found[1])}")', text)
    text = re.sub(r"\s*\n\s*", "\n", text).strip()
    data = text.encode()
    return Stylesheet(data, gzip.compress(data, 9, mtime=0), hashlib.sha256(data).hexdigest()[:12])
