"""The passport as YAML text: reading it with every finding in its place, and writing it.

pydantic costs 25 MB and a third of a second: it is loaded when a text is read or written, not when a page that
could show one is imported.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from voronka.formats.passport.editing import edit, plain
from voronka.formats.passport.finding import Finding
from voronka.formats.passport.source import Unreadable

if TYPE_CHECKING:
    from voronka.core.process import Process
    from voronka.formats.passport.reading import Reading

__all__ = ["Finding", "Unreadable", "edit", "plain", "read", "write"]


def read(text: str, currency: str = "RUB") -> "Reading":
    """Read a passport. Never raises: whatever the text is, the answer is a process or findings.

    `currency` is that of a text which names none.
    """
    reading: Reading = import_module("voronka.formats.passport.reading").read(text, currency)
    return reading


def write(process: "Process") -> str:
    """The passport as text that `read` gives back equal."""
    text: str = import_module("voronka.formats.passport.writing").write(process)
    return text
