"""What people install: the whole package, under licences that let them."""

import re
import shutil
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from tests.house.tree import ROOT, told

COPYLEFT = re.compile(r"\bA?GPL|Affero|GNU General Public", re.IGNORECASE)


def test_the_wheel_carries_every_file_of_the_package(tmp_path: Path) -> None:
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        pytest.skip("uv builds the wheel; `make check` has it")
    build = [uv, "build", "--quiet", "--wheel", "--offline", "--out-dir", tmp_path, ROOT]
    done = subprocess.run(build, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    carried = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    listed = subprocess.run(
        ["git", "ls-files", "-z", "src"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    wanted = {
        name.removeprefix("src/") for name in listed.stdout.split("\0") if name and (ROOT / name).exists()
    }
    assert not wanted - carried, told(sorted(wanted - carried))


def test_nothing_that_runs_with_voronka_is_under_a_licence_that_would_bind_it() -> None:
    wrong = []
    for name in re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE):
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # for another system
        stated = about.get("License-Expression") or ""
        stated += " ".join(one for one in about.get_all("Classifier") or [] if one.startswith("License"))
        if COPYLEFT.search(stated):
            wrong.append(f"{name}: {stated}")
    assert not wrong, told(wrong)
