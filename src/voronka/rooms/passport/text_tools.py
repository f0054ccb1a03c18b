"""What helps to write the passport as text: checked while it is typed, taken from a file, saved as one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from voronka.actions import drafts
from voronka.core.problems import Invalid, Problem
from voronka.frame.access import actor
from voronka.queries.passport import checks
from voronka.queries.records import passports
from voronka.rooms.passport.asked import asked_process


def check(request: HttpRequest) -> HttpResponse:
    """What is found in the text as it is typed now; nothing is saved."""
    text = request.POST.get("text", "")[: drafts.LONGEST + 1].replace("\r\n", "\n")
    return render(request, "passport/_checked.html", {"checked": checks.check(text)})


def uploaded(request: HttpRequest) -> str | None:
    """The text of the file that was sent; None where none was. Raises Invalid for what is no text."""
    file = request.FILES.get("file")
    if file is None:
        return None
    content = file.read(4 * drafts.LONGEST + 1)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Invalid(Problem("file_no_text", "file")) from None


def download(request: HttpRequest) -> HttpResponse:
    """The draft as a file."""
    found = passports.draft(by=actor(request), process=asked_process(request))
    return HttpResponse(
        found.text,
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{found.process}-draft.yaml"'},
    )
