"""`voronka export`: a list as a table, everything as lines; who took what is kept."""

import csv
import io
import json
import zipfile
from pathlib import Path

import openpyxl

from tests.cli.conftest import Voronka
from tests.world import World
from voronka.queries.lists import taken


def test_a_list_is_written_as_the_page_has_it(world: World, voronka: Voronka, tmp_path: Path) -> None:
    won = world.won_deal()
    world.deal()
    file = tmp_path / "deals.csv"
    said = voronka("export", "deals", "--to", file, "--where", "status=won", "--json", by="manager")
    assert (said.code, said.json["rows"]) == (0, 1)
    text = file.read_text(encoding="utf-8-sig")
    assert [row["Number"] for row in csv.DictReader(io.StringIO(text, newline=""))] == [str(won)]
    for who, count in ((world.manager.id, 1), ("", 0), ("any", 1)):
        said = voronka("export", "deals", "--to", file, "--where", f"owner={who}", "--json", by="head")
        assert said.json["rows"] == count
    sheet = tmp_path / "все.xlsx"
    said = voronka("export", "deals", "--to", sheet, "--where", "status=all", "--language", "ru", by="head")
    assert said.code == 0 and "строк — 2" in said.out
    assert openpyxl.load_workbook(sheet)["Сделки"].max_row == 3
    assert [(one.what, one.rows) for one in taken.exports(by=world.owner)] == [
        ("deals", 2),
        ("deals", 1),
        ("deals", 0),
        ("deals", 1),
        ("deals", 1),
    ]


def test_everything_goes_into_one_file(world: World, voronka: Voronka, tmp_path: Path) -> None:
    world.won_deal()
    file = tmp_path / "everything.zip"
    said = voronka("export", "--to", file, by="owner")
    assert said.code == 0 and "Passwords and tokens are not in it" in said.out
    with zipfile.ZipFile(file) as archive:
        last = json.loads(archive.read("voronka.jsonl").splitlines()[-1])
    assert last["thing"] == "end"
    assert [(one.what, one.by_name) for one in taken.exports(by=world.owner)] == [
        ("everything", "Вера Львова")
    ]


def test_what_is_refused_is_said_and_leaves_no_file(world: World, voronka: Voronka, tmp_path: Path) -> None:
    for words, by, told in (
        (["deals", "--to", tmp_path / "a.doc"], "head", ".csv, .xlsx"),
        (["deals", "--to", tmp_path / "a.csv", "--where", "status=gone"], "head", "gone"),
        (["deals", "--to", tmp_path / "a.csv", "--where", "stauts=won"], "head", "stauts"),
        (["people", "--to", tmp_path / "a.csv"], "manager", "Your role does not allow this"),
        (["--to", tmp_path / "a.zip"], "head", "Your role does not allow this"),
        (["passwords", "--to", tmp_path / "a.csv"], "owner", "There is no such thing"),
        ([tmp_path / "all.jsonl"], "owner", "--to says which file to write"),
        (["everything.zip"], "owner", "--to says which file to write"),
        (["deals", "--to", "/proc/nowhere/a.csv"], "head", "could not be written"),
    ):
        said = voronka("export", *words, by=by)
        assert (said.code, told in said.err) == (1, True), said.err
        assert list(tmp_path.iterdir()) == []
    assert taken.exports(by=world.owner) == ()
