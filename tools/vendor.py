"""Copies pinned files of npm packages to where pages and documents need them; installing Voronka needs no node.

    python tools/vendor.py           fetch by `npm pack`, write files, licences and manifest.json
    python tools/vendor.py --check   only compare what lies in the folders with their manifest.json

A version is raised by changing PACKAGES (and its integrity, which npm prints) and running this again.
"""

import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src/voronka"
FOLDER = SOURCE / "frame/static/vendor"
FONTS = SOURCE / "formats/pdf/fonts"

# name@version: (integrity of the package, {file in the package: file here})
PACKAGES: dict[str, tuple[str, dict[str, str]]] = {
    "htmx.org@4.0.1": (
        "sha512-oF7JgXhDW9UXCy/k1ZYFUQgzu/rm19ORWPSPNL91vPluB2PB9+MV55tyQdH/w7o2EAbTYUG5SDW1R60mdkdqGg==",
        {
            "dist/htmx.min.js": "htmx.js",
            "dist/ext/hx-preload.min.js": "hx-preload.js",
            "LICENSE": "licences/htmx.txt",
        },
    ),
    "sortablejs@1.15.7": (
        "sha512-Kk8wLQPlS+yi1ZEf48a4+fzHa4yxjC30M/Sr2AnQu+f/MPwvvX9XjZ6OWejiz8crBsLwSq8GHqaxaET7u6ux0A==",
        {"Sortable.min.js": "sortable.js", "LICENSE": "licences/sortable.txt"},
    ),
    "@fontsource-variable/golos-text@5.3.0": (
        "sha512-D+Evz5yqXYh6tsalc537FS+cPDWn2FTdO8j/K1ZZuFAvA7ib6WnusTiihciq7mMnm6GBo6XTlh0JXPrhBsam2g==",
        {
            "files/golos-text-cyrillic-wght-normal.woff2": "fonts/golos-cyrillic.woff2",
            "files/golos-text-latin-wght-normal.woff2": "fonts/golos-latin.woff2",
            # The rouble sign lies here.
            "files/golos-text-latin-ext-wght-normal.woff2": "fonts/golos-latin-ext.woff2",
            "LICENSE": "licences/golos-text.txt",
        },
    ),
    "@fontsource-variable/literata@5.3.0": (
        "sha512-1Jw7xvOcoGyB83lxB2nG4bfNbqtX2/TTbdh9sHAOmU064SvmSdulDtA5RBu5JYWf64fdaKX7xU+z3GO1T2bCHA==",
        {
            "files/literata-cyrillic-wght-normal.woff2": "fonts/literata-cyrillic.woff2",
            "files/literata-latin-wght-normal.woff2": "fonts/literata-latin.woff2",
            "files/literata-latin-ext-wght-normal.woff2": "fonts/literata-latin-ext.woff2",
            "LICENSE": "licences/literata.txt",
        },
    ),
    "lucide-static@1.62.0": (
        "sha512-WBZA/m2PvkFpMGHDtsBck5P2A9G4ehLlYu4GwwICcmEm1BvYVgj00lCDxKRWLlbMlOibLaiwdQ88G5pHkSWgwA==",
        {"LICENSE": "licences/lucide.txt"},
    ),
}
# Whole fonts for paper: typst reads no woff2, and a font must know the rouble and both alphabets at once.
FOR_PAPER: dict[str, tuple[str, dict[str, str]]] = {
    "@expo-google-fonts/golos-text@0.4.2": (
        "sha512-BBGCN2hd8Wof4USWcV3SmUvC2Me5GozHMDEoKPqZeAA4RutKQf+9asG/iSTVsHGXsD6z7RytQgq/VcFqZcXq3Q==",
        {
            "400Regular/GolosText_400Regular.ttf": "golos-400.ttf",
            "600SemiBold/GolosText_600SemiBold.ttf": "golos-600.ttf",
            "LICENSE_FONT": "licences/golos-text.txt",
        },
    ),
    "@expo-google-fonts/literata@0.4.3": (
        "sha512-AuxE7NB6Ae1laRK8uTcap5xI2MYTZOXrAWul4SNGBiq4igP7r/q8IO3vdvO/P1MGiRczuyZ1zhTwSm/CaYeq9A==",
        {
            "400Regular/Literata_400Regular.ttf": "literata-400.ttf",
            "600SemiBold/Literata_600SemiBold.ttf": "literata-600.ttf",
            "LICENSE_FONT": "licences/literata.txt",
        },
    ),
    "@expo-google-fonts/noto-emoji@0.4.7": (
        "sha512-Gs7URwtKmCzzdGUTYbG8MIohyaQPgGxIaQG5hvyEAaQiEGJpQy6gyP3NDICE0EJkOJFoe1JFD3Hf1L4a3qe4KA==",
        {
            "400Regular/NotoEmoji_400Regular.ttf": "emoji-400.ttf",
            "LICENSE_FONT": "licences/noto-emoji.txt",
        },
    ),
}

ICONS = """
archive arrow-left arrow-left-right arrow-right at-sign ban banknote bell book-open book-open-check
building-2 calendar calendar-clock check chevron-down chevron-left chevron-right chevron-up circle
circle-check circle-dot circle-help circle-x clipboard-check clock coins columns-3 contact-round copy
download ellipsis external-link eye file-check file-plus file-text filter flag funnel git-branch globe
grip-vertical hand-helping handshake history hourglass house inbox info key keyboard languages link list
list-checks lock log-in log-out mail menu message-square monitor moon package paperclip pause pencil percent
phone phone-call play plus printer receipt refresh-cw rotate-ccw route scale search send settings shield
signature square square-check square-kanban star sun sun-medium tag target trash-2 trending-down
triangle-alert trophy undo-2 upload user user-plus users video wallet wrench x
""".split()


def packed(package: str, integrity: str, into: Path) -> dict[str, bytes]:
    """Every file of the package, after its integrity was compared."""
    answer = subprocess.run(
        ["npm", "pack", "--json", "--pack-destination", str(into), package],
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(answer.stdout)
    entry = told[0] if isinstance(told, list) else next(iter(told.values()))
    archive = into / entry["filename"].replace("@", "").replace("/", "-")
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != integrity:
        raise SystemExit(f"{package} has changed: its integrity is {found}, here {integrity} is pinned")
    with tarfile.open(archive) as tar:
        return {
            member.name.removeprefix("package/"): tar.extractfile(member).read()  # type: ignore[union-attr]
            for member in tar.getmembers()
            if member.isfile()
        }


def as_module(script: bytes) -> bytes:
    """The minified UMD build as an ES module (the package's own module build is three times as large)."""
    banner, body = script.decode().split("\n", 1)
    return (
        f"{banner}\nconst module = {{ exports: {{}} }}, exports = module.exports;\n{body.strip()}\n"
        "export default module.exports;\n"
    ).encode()


def without_map(script: bytes) -> bytes:
    """No pointer to a source map that is not here: static file hashing would look for it."""
    return re.sub(rb"\n?//# sourceMappingURL=\S+\s*$", b"\n", script)


def sprite(files: dict[str, bytes]) -> bytes:
    """One SVG with a symbol an icon: <svg class="icon"><use href="…/icons.svg#inbox"/></svg>."""
    symbols = []
    for name in sorted(ICONS):
        drawing = files[f"icons/{name}.svg"].decode()
        inside = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
        assert inside, name
        paths = re.sub(r"\s*\n\s*", "", inside[1])
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
            f'stroke-linecap="round" stroke-linejoin="round">{paths}</symbol>'
        )
    head = '<svg xmlns="http://www.w3.org/2000/svg">\n<!-- Lucide, ISC licence: licences/lucide.txt -->\n'
    return (head + "\n".join(symbols) + "\n</svg>\n").encode()


def vendored(packages: dict[str, tuple[str, dict[str, str]]]) -> dict[str, bytes]:
    """Every file of the folder as it must be."""
    made: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        for package, (integrity, wanted) in packages.items():
            files = packed(package, integrity, Path(folder))
            for source, target in wanted.items():
                made[target] = files[source]
            if package.startswith("lucide-static"):
                made["icons.svg"] = sprite(files)
            if package.startswith("sortablejs"):
                made["sortable.js"] = as_module(made["sortable.js"])
    return {name: without_map(data) if name.endswith(".js") else data for name, data in made.items()}


def digests(files: dict[str, bytes]) -> dict[str, str]:
    """sha256 of each file."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}


def differences(folder: Path = FOLDER) -> list[str]:
    """What in the folder disagrees with its manifest; empty when all is as it was vendored."""
    manifest = json.loads((folder / "manifest.json").read_text())["files"]
    present = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    found = digests(present)
    names = sorted(set(manifest) | set(found))
    return [name for name in names if manifest.get(name) != found.get(name)]


def main() -> int:
    """Vendor, or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        wrong = [f"{folder.name}/{name}" for folder in (FOLDER, FONTS) for name in differences(folder)]
        print(
            "\n".join(f"differs from the manifest: {name}" for name in wrong)
            or "vendored files are as pinned"
        )
        return bool(wrong)
    for folder, packages in ((FOLDER, PACKAGES), (FONTS, FOR_PAPER)):
        write(folder, packages, vendored(packages))
    return 0


def write(folder: Path, packages: dict[str, tuple[str, dict[str, str]]], files: dict[str, bytes]) -> None:
    """The folder anew, with its manifest."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            path.unlink()
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    manifest = {"packages": sorted(packages), "files": digests(files)}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{len(files)} files, {sum(map(len, files.values())) // 1024} KB in {folder}")


if __name__ == "__main__":
    sys.exit(main())
