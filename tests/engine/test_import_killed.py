"""An import that is cut by kill -9 within a piece goes on behind the last whole one: nothing twice, nothing lost."""

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.engine.installation import Installation, eventually
from tests.formats.tables import amocrm

pytestmark = [pytest.mark.both, pytest.mark.slow]

LINES = 5000
# The first time, the fourth of five pieces is written, and its process killed before it is committed.
DEADLY = """
import importlib.abc, os, sys
from pathlib import Path

class Before(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "voronka.actions.importing":
            sys.meta_path.remove(self)
            from voronka.store import bulk
            whole, marker, pieces = bulk.write, Path({marker!r}), []
            def write(*told, **more):
                keys = whole(*told, **more)
                pieces.append(len(keys))
                if len(pieces) == 4 and not marker.exists():
                    marker.write_text(str(sum(pieces)))
                    os.kill(os.getpid(), 9)
                return keys
            bulk.write = write

if {program!r} in sys.orig_argv:
    sys.meta_path.insert(0, Before())
"""
BEGIN = """
from dataclasses import replace
from django.utils import timezone
from voronka.actions import imports
from voronka.queries import imports as queries
from voronka.queries.records.people import named
by = named("head@voronka.test")
with open({file!r}, "rb") as content:
    key = imports.begin_import(name="amo.csv", content=content, by=by, at=timezone.now())
seen = queries.one(key, by=by, at=timezone.now())
stages = {{**seen.plan.stages, **dict.fromkeys({stages!r}, "brief")}}
imports.correct_plan(key=key, plan=replace(seen.plan, stages=stages), seen=seen.seq, by=by, at=timezone.now())
tell(key)
"""
ASK = """
from django.utils import timezone
from voronka.actions import imports
from voronka.queries.records.people import named
imports.ask_run(key={key}, by=named("head@voronka.test"), at=timezone.now())
"""
LOOK = """
from django.utils import timezone
from voronka.queries import imports
from voronka.core.access import SYSTEM
from voronka.store.models import DealRow, EventRow, OutsideId
seen = imports.one({key}, by=SYSTEM, at=timezone.now())
came = DealRow.objects.filter(imported={key})
tell({{"state": seen.line.state, "counts": dict(seen.line.counts), "deals": came.count(),
      "statuses": sorted(came.values_list("status", flat=True)),
      "named": OutsideId.objects.filter(noun="deal", whence={key}).count(),
      "opened": EventRow.objects.filter(kind="deal.opened", door="import").count()}})
"""
# A command that died is taken for one at work as long as it might only be slow.
LATER = """
from voronka.core.imports import SILENT
from voronka.store.models import Import
row = Import.objects.get(pk={key})
Import.objects.filter(pk={key}).update(moved_at=row.moved_at - SILENT)
"""


def prepared(one: Installation, program: str) -> int:
    """A file understood, and a process that will be killed while it takes it in."""
    file = one.folder / "amo.csv"
    file.write_bytes(amocrm.content(LINES))
    key = int(one.python(BEGIN.format(file=str(file), stages=amocrm.STAGES)))
    extra = one.folder / "extra"
    extra.mkdir()
    marker = str(one.folder / "killed")
    (extra / "sitecustomize.py").write_text(DEADLY.format(marker=marker, program=program))
    path = [str(extra), os.environ.get("PYTHONPATH", "")]
    one.environment["PYTHONPATH"] = os.pathsep.join(filter(None, path))
    return key


def whole(one: Installation, key: int) -> None:
    """Every line once, each as the file says, and the log proves the rows."""
    seen = one.python(LOOK.format(key=key))
    ends = {amocrm.WON: "imported", amocrm.LOST: "lost"}
    wanted = Counter(ends.get(row[15], "open") for row in amocrm.rows(LINES))
    assert Path(one.folder / "killed").read_text() == "4000"  # it did fall, at four fifths
    assert seen["state"] == "done" and seen["counts"]["taken"] == LINES
    assert Counter(seen["statuses"]) == wanted
    assert (seen["deals"], seen["named"], seen["opened"]) == (LINES, LINES, LINES)
    proved = one.run("log", "verify")
    assert proved.returncode == 0, proved.stdout


def test_a_worker_killed_in_the_middle_of_an_import_takes_the_rest_in_by_itself(
    installation: Installation,
) -> None:
    key = prepared(installation, "voronka.worker")
    installation.start()
    installation.python(ASK.format(key=key))
    eventually(lambda: installation.python(LOOK.format(key=key))["state"] == "done", patience=120)
    whole(installation, key)


def test_a_command_killed_in_the_middle_of_an_import_goes_on_when_it_is_told_to(
    installation: Installation,
) -> None:
    key = prepared(installation, "voronka.cli")
    cut = installation.run("import", "go-on", str(key))
    assert cut.returncode == -9
    half = installation.python(LOOK.format(key=key))
    assert (half["state"], half["deals"], half["counts"]["taken"]) == ("running", 3000, 3000)
    installation.python(LATER.format(key=key))
    gone_on = installation.run("import", "go-on", str(key))
    assert gone_on.returncode == 0, gone_on.stdout + gone_on.stderr
    whole(installation, key)
