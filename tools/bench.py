"""`make bench`: what each task costs, beside the limit of this machine in the same run, and the aim.

Processor time of one process with its database (SQLite), the median of several rounds; never a single wall time.
Each round is divided by a fixed piece of work done beside it, so that a machine that others use tells the same.
`--deals 10000 100000` are the crowds; a crowd is built once and kept in .cache/bench.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".cache" / "bench"
AIMS = {
    "passport": (15.0, 12),
    "funnel": (20.0, None),
    "board, warm": (17.0, 8),
    "board, cold": (35.0, 8),
    "deal card with history": (10.0, 10),
    "move by HTTP": (5.0, None),
    "the same without session and user": (2.5, None),
    "create a lead by API": (3.0, None),
    "list of deals": (12.0, 10),
    "list sorted by sum": (12.0, 10),
    "list sorted by client": (12.0, 11),
    "search by client name (palette)": (4.0, None),
    "search by a word of a note (palette)": (4.0, None),
    "search by a part of a phone (palette)": (4.0, None),
}
"""Milliseconds and statements, from the design."""
GROWTH, ENGINE, START, MEMORY = 1.15, 0.25, 1.8, 180


def main() -> None:
    """Build what is missing, measure in processes of their own, print the table."""
    asked = options()
    if asked.measure:
        print(json.dumps(in_process(Path(asked.measure))))
        return
    if asked.out:
        print(out_table(asked.deals))
        return
    if asked.file:
        print(in_table())
        return
    found: dict[int, dict[str, dict[str, float]]] = {count: {} for count in asked.deals}
    for turn in range(asked.passes):  # by turns, so that a busy minute does not meet one crowd alone
        for count in asked.deals:
            print(f"measuring {count} deals, pass {turn + 1} ...", file=sys.stderr, flush=True)
            for one in measure(crowd_of(count)):
                known = found[count].get(one["task"])
                found[count][one["task"]] = min(known or one, one, key=lambda told: told["cost"])
    print(table(found))
    print(out_table(asked.deals))
    print(in_table())
    if not asked.no_start:
        print(start_table())
    shutil.rmtree(KEPT / "work", ignore_errors=True)


def measure(folder: Path) -> list[dict[str, Any]]:
    """All tasks on a copy of this crowd, in a process of their own."""
    work = KEPT / "work"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder, work)
    command = [sys.executable, __file__, "--measure", str(work)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    measured: list[dict[str, Any]] = json.loads(told.stdout.splitlines()[-1])
    return measured


def options() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deals", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--passes", type=int, default=2, help="how often each crowd is measured")
    parser.add_argument("--no-start", action="store_true", help="leave out start and memory")
    parser.add_argument("--out", action="store_true", help="only taking out and in")
    parser.add_argument("--file", action="store_true", help="only taking in a file of leads")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    return parser.parse_args()


def ready(folder: Path) -> None:
    """Django on this data folder, outside of any other installation."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="voronka.config.settings",
        VORONKA_DATA=str(folder),
        VORONKA_API_PER_MINUTE="1000000",
    )
    os.environ.pop("VORONKA_DATABASE_URL", None)
    import django

    django.setup(set_prefix=False)


def in_process(folder: Path) -> list[dict[str, object]]:
    """Measure on this data."""
    ready(folder)
    from benching.tasks import measured

    from voronka.actions import installation

    installation.prepare()  # a kept crowd may be older than the last migration
    return measured()


def crowd_of(count: int) -> Path:
    """The folder of a crowd; built in a process of its own when it is not kept, proved by verify."""
    mark = hashlib.sha256((ROOT / "tools/benching/crowd.py").read_bytes()).hexdigest()[:12]
    folder = KEPT / f"{count}-{mark}"
    if (folder / "built").exists():
        return folder
    for old in KEPT.glob(f"{count}-*"):
        shutil.rmtree(old)
    folder.mkdir(parents=True)
    subprocess.run([sys.executable, "-c", BUILD, str(folder), str(count)], check=True, cwd=ROOT / "tools")
    (folder / "built").touch()
    return folder


BUILD = "import sys, bench; from pathlib import Path; bench.build(Path(sys.argv[1]), int(sys.argv[2]))"


def build(folder: Path, count: int) -> None:
    """A crowd, proved by verify."""
    ready(folder)
    from benching import crowd

    from voronka.actions import installation
    from voronka.store import replay

    installation.prepare()
    began = time.monotonic()
    crowd.build(crowd.found(), count)
    built = time.monotonic() - began
    assert replay.differences() == [], "the bench's crowd does not agree with its log"
    verified = time.monotonic() - began - built
    print(f"built {count} deals in {built:.0f} s, verified in {verified:.0f} s", file=sys.stderr, flush=True)


def table(found: dict[int, dict[str, dict[str, float]]]) -> str:
    """One line a task: the largest crowd, its limit and aim, and how the cost grew."""
    least, most = min(found), max(found)
    pace = min(one["pace"] for told in found.values() for one in told.values())
    for told in found.values():
        for one in told.values():
            one["ms"], one["limit"] = one["cost"] * pace, one["limit"] * pace
    lines = [
        f"Milliseconds of processor time with {most} deals; growth from {least}.",
        "",
        "| task | ms | SQL | limit, ms | of the limit | growth | aim |  |",
        "|---|--:|--:|--:|--:|--:|---|---|",
    ]
    for task, one in found[most].items():
        growth = one["ms"] / found[least][task]["ms"]
        limit = f"{one['limit']:.2f}" if one["limit"] else ""
        times = f"x{one['ms'] / one['limit']:.1f}" if one["limit"] else ""
        aim, kept = judged(task, one, growth)
        floor = one["limit"] / found[least][task]["limit"] if one["limit"] else 0.0
        grown = f"x{growth:.2f}" + (f" (limit x{floor:.2f})" if floor else "")
        lines.append(
            f"| {task} | {one['ms']:.2f} | {one['sql']:.0f} | {limit} | {times} | {grown} | {aim} | {kept} |"
        )
    return "\n".join(lines)


def judged(task: str, one: dict[str, float], growth: float) -> tuple[str, str]:
    """The aim in words, and whether it is kept."""
    if task == "move in the engine":
        share = one["limit"] / one["ms"]
        return f"≥ {ENGINE:.0%} of the raw loop", f"{share:.0%} " + ("kept" if share >= ENGINE else "MISSED")
    if task not in AIMS:
        return "", ""
    most, statements = AIMS[task]
    good = one["ms"] <= most and (statements is None or one["sql"] <= statements)
    words = f"≤ {most:g} ms" + (f", ≤ {statements} SQL" if statements else "")
    if task.startswith("board"):
        good, words = good and growth <= GROWTH, words + f", growth ≤ x{GROWTH}"
    return words, "kept" if good else "MISSED"


def out_table(crowds: list[int]) -> str:
    """Taking out and in."""
    from benching import exports

    return exports.table({count: exports.measured(crowd_of(count)) for count in crowds})


def in_table() -> str:
    """Taking in a file of another system, into a small company."""
    from benching import imports

    return imports.table(imports.measured(crowd_of(300)))


def start_table() -> str:
    """Start and memory of a small installation."""
    from benching.processes import start_and_memory

    folder = crowd_of(300)
    one = min((start_and_memory(folder) for _ in range(3)), key=lambda told: told["start_seconds"])
    quick, small = one["start_seconds"] <= START, one["megabytes"] <= MEMORY
    return "\n".join(
        (
            "",
            "| whole installation | measured | aim |  |",
            "|---|--:|---|---|",
            f"| start to the first page, s (wall, the quickest of three) | {one['start_seconds']:.2f} | ≤ {START} |"
            f" {'kept' if quick else 'MISSED'} |",
            f"| processor time of the start, s | {one['start_cpu_seconds']:.2f} | | |",
            f"| memory of all {one['processes']:.0f} processes, MB (PSS) | {one['megabytes']:.0f} | ≤ {MEMORY} |"
            f" {'kept' if small else 'MISSED'} |",
        )
    )


if __name__ == "__main__":
    main()
