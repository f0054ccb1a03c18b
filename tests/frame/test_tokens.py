"""The colours of the look can be read by everybody, by day and by night."""

import math
import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "src/voronka/frame/static/css/tokens.css").read_text(encoding="utf-8")
COLOUR = re.compile(
    r"--([\w-]+): light-dark\(oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\), oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)\)"
)

GROUNDS = ("paper", "sheet", "sunk", "hover")
TEXTS = ("ink", "ink-2", "ink-3", "accent", "good", "warn", "bad")
PAIRS = [(text, ground) for text in TEXTS for ground in GROUNDS] + [
    ("on-accent", "accent"), ("accent", "accent-2"), ("good", "good-2"), ("warn", "warn-2"), ("bad", "bad-2"),
    ("ink", "bad-2"), ("ink", "accent-2"), ("ink-3", "accent-2"),
]  # fmt: skip
MARKS = [(mark, ground) for mark in ("edge", "focus", "bad-mark") for ground in ("paper", "sheet", "sunk")]

Oklch = tuple[float, float, float]


def colours(theme: int) -> dict[str, Oklch]:
    """Every colour by its name, in one theme: 0 is light, 1 is dark."""
    found = {}
    for name, *numbers in COLOUR.findall(TOKENS):
        lightness, chroma, hue = map(float, numbers[3 * theme : 3 * theme + 3])
        found[name] = (lightness / 100, chroma, hue)
    return found


def luminance(colour: Oklch) -> float:
    """Relative luminance, as WCAG counts it, of an OKLCH colour."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    cone = [
        (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    ]
    linear = (
        4.0767416621 * cone[0] - 3.3077115913 * cone[1] + 0.2309699292 * cone[2],
        -1.2684380046 * cone[0] + 2.6097574011 * cone[1] - 0.3413193965 * cone[2],
        -0.0041960863 * cone[0] - 0.7034186147 * cone[1] + 1.7076147010 * cone[2],
    )
    red, green, blue = (min(max(part, 0), 1) for part in linear)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Oklch, other: Oklch) -> float:
    """Between 1 (the same) and 21 (black on white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_text_can_be_read_on_every_ground_it_stands_on(theme: int) -> None:
    known = colours(theme)
    pale = {pair: round(got, 2) for pair in PAIRS if (got := contrast(known[pair[0]], known[pair[1]])) < 4.5}
    assert pale == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_edges_of_fields_and_the_focus_can_be_seen(theme: int) -> None:
    known = colours(theme)
    pale = {pair: round(got, 2) for pair in MARKS if (got := contrast(known[pair[0]], known[pair[1]])) < 3}
    assert pale == {}
