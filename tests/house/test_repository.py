"""The repository says nothing about the machines it was made on."""

import re
import subprocess

from tests.house.tree import ROOT, told

# Written in pieces, so that this file may be read too.
TOLD = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        "pypi" + r"\.org|files\.python" + r"hosted|registry\.npm" + r"js|deb\.deb" + r"ian\.org",
        r"/(?:root|home/\w+|opt|work)" + r"/\w",
        r"extra-index" + r"-url|find-" + r"links|trusted-" + "host",
    )
]
BINARY = {".ttf", ".woff2", ".png", ".mo", ".ico"}


def _files() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).suffix not in BINARY]


def test_no_file_names_a_registry_or_a_folder_of_somebodys_machine() -> None:
    wrong = []
    for name in _files():
        path = ROOT / name
        if path.is_file() and "static/vendor" not in name:
            text = path.read_text(encoding="utf-8")
            wrong += [f"{name}: {found[0]}" for pattern in TOLD for found in [pattern.search(text)] if found]
    assert not wrong, told(wrong)


def test_every_package_of_a_lock_has_its_hashes() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        pinned = re.split(r"\n(?=[a-z0-9])", lock.read_text(encoding="utf-8").strip())
        assert all("==" in one and "--hash=sha256:" in one for one in pinned), lock.name


def test_every_decision_has_a_number_of_its_own_and_is_listed_in_its_order() -> None:
    folder = ROOT / "docs/decisions"
    files = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert len({name[:4] for name in files}) == len(files)
    assert re.findall(r"\]\((\d{4}-[^)]+)\)", (folder / "README.md").read_text(encoding="utf-8")) == files
    for name in files:
        assert (folder / name).read_text(encoding="utf-8").startswith(f"# {name[:4]}. ")
