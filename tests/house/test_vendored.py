"""Vendored files are byte for byte what was pinned, with their licences."""

import json

import vendor

from tests.house.tree import told


def test_vendored_files_are_as_pinned() -> None:
    wrong = vendor.differences()
    assert not wrong, told(wrong)


def test_the_pinned_versions_are_those_of_the_manifest() -> None:
    manifest = json.loads((vendor.FOLDER / "manifest.json").read_text())
    assert manifest["packages"] == sorted(vendor.PACKAGES)


def test_every_vendored_package_has_its_licence_beside_it() -> None:
    for _, files in vendor.PACKAGES.values():
        assert any(target.startswith("licences/") for target in files.values())
