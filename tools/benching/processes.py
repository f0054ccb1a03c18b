"""How long it takes from the command to the first page, and how much memory the processes hold."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

PATIENCE = 60.0


def start_and_memory(data: Path) -> dict[str, float]:
    """Seconds to the first page, then megabytes of web, worker and supervisor together, a moment later."""
    environment = {**os.environ, "VORONKA_DATA": str(data), "PYTHONUNBUFFERED": "1"}
    began = time.monotonic()
    command = [str(Path(sys.executable).parent / "voronka"), "up", "--port", "0"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        address = _address(process)
        with urllib.request.urlopen(address + "/accounts/login/", timeout=20) as page:
            assert page.status == 200
        first = time.monotonic() - began
        for _ in range(20):
            urllib.request.urlopen(address + "/accounts/login/", timeout=20).close()
        time.sleep(6)
        family = _family(process.pid)
        return {
            "start_seconds": first,
            "start_cpu_seconds": sum(_cpu(pid) for pid in family),
            "megabytes": sum(_pss(pid) for pid in family),
            "processes": len(family),
        }
    finally:
        process.terminate()
        process.wait(timeout=30)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        line = process.stdout.readline()
        if found := re.search(r"http://\S+:\d+", line):
            return found[0]
        if not line and process.poll() is not None:
            break
    raise SystemExit("bench: voronka up did not say its address")


def _family(pid: int) -> list[int]:
    """The process and all that come from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                after = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(after[1]), []).append(int(entry.name))
    found, left = [], [pid]
    while left:
        one = left.pop()
        found.append(one)
        left += children.get(one, [])
    return found


def _pss(pid: int) -> float:
    """Megabytes, what is shared divided among those who share it."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", text, re.M)[1]) / 1024  # type: ignore[index]


def _cpu(pid: int) -> float:
    after = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after[11]) + int(after[12])) / os.sysconf("SC_CLK_TCK")
