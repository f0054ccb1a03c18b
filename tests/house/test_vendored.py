"""Vendored files are byte for byte what was pinned, with their licences."""

import json

import vendor

from tests.house.tree import told


def test_vendored_files_are_as_pinned() -> None:
    wrong = [*vendor.differences(vendor.FOLDER), *vendor.differences(vendor.FONTS)]
    assert not wrong, told(wrong)


def test_the_pinned_versions_are_those_of_the_manifest() -> None:
    for folder, packages in ((vendor.FOLDER, vendor.PACKAGES), (vendor.FONTS, vendor.FOR_PAPER)):
        manifest = json.loads((folder / "manifest.json").read_text())
        assert manifest["packages"] == sorted(packages)


def test_every_vendored_package_has_its_licence_beside_it() -> None:
    for _, files in (*vendor.PACKAGES.values(), *vendor.FOR_PAPER.values()):
        assert any(target.startswith("licences/") for target in files.values())
