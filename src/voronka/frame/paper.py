"""A document as one HTML file that needs nothing beside it: for the command line and for programs."""

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from voronka.frame.styles import FOLDER
from voronka.queries.passport.paper import Printed

ROOM = "@layer rooms, print;\nbody { margin: 0; padding: 1rem; }\n.paper { margin: 0 auto; }\n"


def passport_file(sheet: Printed) -> str:
    """The passport with its style inside; its letters are those of the machine that opens it."""
    style = ROOM + (FOLDER / "paper.css").read_text(encoding="utf-8")
    # Our own style sheet; everything that people wrote is escaped by the template.
    return render_to_string(
        "print/passport_file.html", {"sheet": sheet, "style": mark_safe(f"<style>\n{style}</style>")}
    )
