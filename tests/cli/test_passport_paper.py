"""`voronka passport export`: the passport leaves as text, as a PDF, as one HTML file."""

from pathlib import Path

from tests.cli.conftest import Voronka


def test_the_passport_goes_out_on_paper(voronka: Voronka, tmp_path: Path) -> None:
    file = tmp_path / "passport.pdf"
    said = voronka("passport", "export", "--format", "pdf", "--out", file)
    assert (said.code, said.out) == (0, f"Written to {file}.\n")
    assert file.read_bytes().startswith(b"%PDF")
    told = voronka("passport", "export", "--format", "html").out
    assert told.startswith("<!doctype html>") and "To leave" in told and "<link" not in told
    assert voronka("passport", "export", "--format", "html", "--json").json["text"] == told
    nowhere = voronka("passport", "export", "--out", tmp_path / "none" / "x.yaml")
    assert nowhere.code == 1 and "cannot be written" in nowhere.err
    assert voronka("passport", "export", "--format", "pdf", "--version", 9).code == 1
