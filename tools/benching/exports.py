"""Taking out and in: processor time and memory of a whole list, of everything, and of the way back."""

import json
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

TASKS = ("deals as CSV", "deals as XLSX", "everything as JSON Lines", "JSON Lines taken in")


def measured(folder: Path) -> list[dict[str, Any]]:
    """Each task in a process of its own, on a copy of this crowd: memory is known of whole processes only."""
    return [_alone(folder, task) for task in TASKS]


def _alone(folder: Path, task: str) -> dict[str, Any]:
    work = folder.parent / "work"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder, work)
    code = "import sys; from benching import exports; exports.one(sys.argv[1], sys.argv[2])"
    return alone(code, str(work), task)


def alone(code: str, *told: str) -> dict[str, Any]:
    """What this code says in its last line, as JSON, in a process of its own."""
    command = [sys.executable, "-c", code, *told]
    said = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent
    )
    found: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    return found


def one(folder: str, task: str) -> None:
    """Do it once for a few rows, so that all is loaded, then in earnest; print what it took."""
    import bench

    bench.ready(Path(folder))
    from voronka.actions import installation

    installation.prepare()
    act = {
        TASKS[0]: lambda: _list("csv"),
        TASKS[1]: lambda: _list("xlsx"),
        TASKS[2]: lambda: _everything(Path(folder) / "all.jsonl"),
        TASKS[3]: lambda: _taken(Path(folder) / "all.jsonl"),
    }[task]
    if task == TASKS[3]:
        _everything(Path(folder) / "all.jsonl")
    before, began = _peak(), time.process_time()
    rows = act()
    told = {"task": task, "rows": rows, "seconds": time.process_time() - began, "grown": _peak() - before}
    print(json.dumps(told))


def _peak() -> float:
    """The most memory that this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _list(form: str) -> int:
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    from voronka.core.access import SYSTEM
    from voronka.queries.cycle.deals import Filters
    from voronka.queries.lists import all as lists
    from voronka.queries.lists import written
    from voronka.store.snapshot import snapshot

    with snapshot(), TemporaryFile() as file:
        sheet = lists.sheet("deals", by=SYSTEM, at=datetime.now(UTC), asked=Filters(status="all"))
        zone = ZoneInfo("Europe/Moscow")
        return written.write(file, form, sheet.title, sheet.columns, sheet.rows(), language="ru", zone=zone)


def _everything(to: Path) -> int:
    from datetime import UTC, datetime

    from voronka.actions import export
    from voronka.core.access import SYSTEM

    made = export.export_everything(to=to, by=SYSTEM, at=datetime.now(UTC))
    return sum(made["counts"].values())


def _taken(file: Path) -> int:
    from django.db import transaction

    from voronka.store.carry import taken

    with file.open("rb") as lines, transaction.atomic():
        return sum(taken.take(lines)["counts"].values())


def table(found: dict[int, list[dict[str, Any]]]) -> str:
    """One line a task: the largest crowd, and how memory grew beside the smallest."""
    least, most = min(found), max(found)
    lines = [
        "",
        f"| out and in, {most} deals | rows or lines | processor time, s | memory grows by, MB | with {least} deals |",
        "|---|--:|--:|--:|--:|",
    ]
    for few, many in zip(found[least], found[most], strict=True):
        lines.append(
            f"| {many['task']} | {many['rows']} | {many['seconds']:.1f} | {many['grown']:.0f} | {few['grown']:.0f} |"
        )
    return "\n".join(lines)
