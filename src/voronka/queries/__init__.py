"""Questions that answer: plain dataclasses for pages, API and command line; nothing here writes."""
