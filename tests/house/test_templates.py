"""Templates keep the strict policy: no script, style or handler inside a page."""

import re

import messages

from tests.house.tree import place, told

INLINE = {
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "a handler": re.compile(r"<[a-z][^>]*\s(on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script with a body": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", re.IGNORECASE
    ),
    "an address of javascript": re.compile(r"javascript:", re.IGNORECASE),
    "another host": re.compile(r"""(?:src|href)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE),
    "text that is not escaped": re.compile(r"\|\s*safe\b|{%\s*autoescape off"),
}


def test_no_template_has_anything_that_the_policy_forbids() -> None:
    wrong = [
        f"{place(path)} has {what}: {found[0][:80]}"
        for path in messages.templates()
        for what, pattern in INLINE.items()
        for found in [pattern.search(path.read_text(encoding="utf-8"))]
        if found
    ]
    assert not wrong, told(wrong)
