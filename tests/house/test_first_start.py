"""Where the first start cannot work it says what is missing and how to mend it."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT


def _run(script: str, *arguments: str, programs: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    for name in ("sh", "dirname", "printf", "cat"):
        for folder in ("/usr/bin", "/bin"):
            if Path(folder, name).exists() and not (programs / name).exists():
                (programs / name).symlink_to(Path(folder, name))
    return subprocess.run(
        ["sh", ROOT / "tools" / script, *arguments],
        env={"PATH": str(programs), "HOME": str(programs), **variables},
        capture_output=True,
        text=True,
    )


def _program(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A machine with next to nothing on it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


def test_without_python_it_says_which_one_is_needed(programs: Path, tmp_path: Path) -> None:
    said = _run("venv.sh", "run", programs=programs, VENV=str(tmp_path / "venv"))
    assert said.returncode == 1
    assert "Python 3.11 or newer" in said.stderr
    assert "apt-get install python3 python3-venv" in said.stderr


def test_without_venv_it_names_the_package(programs: Path, tmp_path: Path) -> None:
    _program(programs, "python3", 'case "$2" in *ensurepip*) exit 1;; esac')
    said = _run("venv.sh", "run", programs=programs, VENV=str(tmp_path / "venv"))
    assert said.returncode == 1
    assert "apt-get install python3-venv" in said.stderr
    assert not (tmp_path / "venv").exists()


def test_without_chromium_and_without_rights_it_says_how_to_get_one(programs: Path) -> None:
    _program(programs, "id", "echo 1000")
    said = _run("chromium.sh", programs=programs)
    assert said.returncode == 0
    assert "sudo apt-get install chromium" in said.stderr
    assert "VORONKA_CHROMIUM=" in said.stderr


def test_help_names_every_command(programs: Path) -> None:
    told = subprocess.run(
        ["make", "-s", "help"], cwd=ROOT, env={**os.environ}, capture_output=True, text=True, check=True
    )
    for name in "run demo test check bench test-all messages lock docs".split():
        assert f"make {name} " in told.stdout
