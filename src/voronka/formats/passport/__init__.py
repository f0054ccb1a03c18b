"""The passport as YAML text: reading it with every finding in its place, and writing it."""

from voronka.formats.passport.finding import Finding
from voronka.formats.passport.reading import Reading, read
from voronka.formats.passport.writing import rest_text, write

__all__ = ["Finding", "Reading", "read", "rest_text", "write"]
