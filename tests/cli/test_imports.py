"""`voronka import`: a file comes in by one command, is tried, understood otherwise, and taken back."""

from datetime import timedelta
from pathlib import Path
from statistics import mean, median

import pytest
from django.utils import timezone

from tests.cli.conftest import Voronka
from tests.formats.tables import amocrm
from tests.world import MONDAY, World, address
from voronka.actions.people import add_person
from voronka.core.access import SYSTEM
from voronka.store import values
from voronka.store.models import Company, DealRow, Import, PassportVersion, VisitRow

BESIDE = (folder / "shared/data/maven-crm" for folder in Path(__file__).resolve().parents)
MAVEN = next((folder for folder in BESIDE if folder.is_dir()), None)
STAGES = (
    "--stage", "Первичный контакт=brief", "--stage", "Переговоры=call", "--stage", "Принимают решение=call",
    "--stage", "Согласование договора=contract",
)  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "amo.csv"
    path.write_bytes(amocrm.content(30))
    return path


def test_a_file_is_tried_taken_in_and_taken_back(world: World, voronka: Voronka, file: Path) -> None:
    tried = voronka("import", str(file), "--dry-run", *STAGES)
    assert "Would come in: 30; known already: 0; can’t be taken: 0." in tried.out
    assert "Won deals took: half within" in tried.out and "Q1 of 2024" in tried.out
    assert not DealRow.objects.exists()
    done = voronka("import", str(file), *STAGES, "--json").json
    assert (done["state"], done["taken"], done["refused"]) == ("done", 30, 0)
    assert DealRow.objects.filter(status="imported").count() == done["won"]
    assert "amo.csv" in voronka("import", "list").out
    assert voronka("import", str(file), *STAGES).out.startswith("Came in: 0; known already: 30;")
    assert voronka("import", "undo", done["key"]).out.startswith("Taken back: ")
    assert not DealRow.objects.exclude(status="undone").exists()


def test_deals_come_in_together_with_the_history_of_their_stages(
    world: World, voronka: Voronka, file: Path, tmp_path: Path
) -> None:
    moves = tmp_path / "moves.csv"
    moves.write_bytes(amocrm.history(30))
    tried = voronka("import", str(file), "--history", str(moves), "--dry-run", *STAGES, "--json").json
    done = voronka("import", str(file), "--history", str(moves), *STAGES, "--json").json
    for told in (tried, done):
        (history,) = told["histories"]
        assert (told["taken"], history["taken"], history["refused"]) == (30, len(amocrm.changes(30)), 0)
    assert VisitRow.objects.filter(outcome="moved").count() > 20
    assert voronka("log", "verify").code == 0


def test_stages_that_nobody_has_mapped_refuse_their_lines_with_the_reason(
    world: World, voronka: Voronka, file: Path
) -> None:
    done = voronka("import", str(file), "--json").json
    assert 0 < done["refused"] < 30
    told = voronka("import", "refused", done["key"]).out
    assert "It is not said which stage “Переговоры” is." in told
    assert "Этап сделки" in told


def test_an_import_that_was_cut_off_a_moment_ago_says_how_long_to_wait(
    world: World, voronka: Voronka, file: Path
) -> None:
    key = voronka("import", str(file), *STAGES, "--json").json["key"]
    Import.objects.filter(pk=key).update(state="running", moved_at=timezone.now())
    said = voronka("import", "go-on", key)
    assert said.code == 1 and "wait two minutes" in said.err
    Import.objects.filter(pk=key).update(moved_at=timezone.now() - timedelta(minutes=3))
    assert voronka("import", "go-on", key).code == 0


def test_the_plan_is_written_down_changed_and_kept_to(
    world: World, voronka: Voronka, file: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.yaml"
    assert voronka("import", str(file), "--save-plan", str(plan)).code == 0
    text = plan.read_text(encoding="utf-8")
    assert "Переговоры" in text
    plan.write_text(text.replace("source: amocrm", "source: amocrm\nclosed_from: contract"), encoding="utf-8")
    assert voronka("import", str(file), "--plan", str(plan), *STAGES).code == 0
    assert set(DealRow.objects.filter(status="imported").values_list("stage", flat=True)) == {"contract"}


def test_what_is_no_table_is_said_in_one_sentence(world: World, voronka: Voronka, tmp_path: Path) -> None:
    picture = tmp_path / "deals.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    said = voronka("import", str(picture))
    assert said.code == 1
    assert "This is no table." in said.err
    assert voronka("import", str(tmp_path / "nowhere.csv")).code == 1
    assert voronka("import", str(picture), by="manager").code == 1


@pytest.mark.skipif(MAVEN is None, reason="the Maven data are not here")
def test_eight_thousand_opportunities_come_in_with_the_figures_they_are_known_by(
    world: World, voronka: Voronka
) -> None:
    assert MAVEN is not None
    assert voronka("import", str(MAVEN / "accounts.csv"), "--json").json["taken"] == 85
    done = voronka(
        "import", str(MAVEN / "sales_pipeline.csv"), "--stage", "Prospecting=brief", "--stage", "Engaging=call",
        "--closed-from", "call", "--json",
    ).json  # fmt: skip
    assert (done["taken"], done["won"], done["lost"], done["open"]) == (8800, 4238, 2473, 2089)
    past = done["past"]
    assert [round(past[name], 6) for name in ("rate", "low", "high")] == [0.631501, 0.619887, 0.642964]
    assert (past["revenue"], past["won_days"]["median"]) == ({"USD": 10_005_534_00}, 57)
    deals = DealRow.objects.all()
    assert deals.filter(status="open", stage="call").count() == 1589
    assert deals.filter(status="open", stage="brief").count() == 500
    won = deals.filter(status="imported", currency="USD")
    assert sum(won.values_list("amount", flat=True)) == 10_005_534_00
    spent = {
        end: [
            (left - entered).days
            for entered, left in VisitRow.objects.filter(stage="call", outcome=end).values_list(
                "entered_at", "left_at"
            )
            if left
        ]
        for end in ("imported", "lost")
    }
    assert (median(spent["imported"]), round(mean(spent["imported"]), 3)) == (57, 51.782)
    assert (min(spent["imported"]), max(spent["imported"]), median(spent["lost"])) == (1, 138, 14)
    quarters = {
        end: [
            deals.filter(status=end, closed_at__year=2017, closed_at__month__range=(first, first + 2)).count()
            for first in (1, 4, 7, 10)
        ]
        for end in ("imported", "lost")
    }
    assert quarters == {"imported": [531, 1254, 1257, 1196], "lost": [116, 778, 790, 789]}
    assert deals.exclude(company=None).count() == 8800 - 1425
    assert Company.objects.count() == 85


def test_from_an_empty_installation_the_file_drafts_the_passport_and_comes_in(
    db: None, empty_voronka: Voronka, file: Path
) -> None:
    voronka = empty_voronka
    add_person(email=address("head"), name="Вера", role="owner", by=SYSTEM, at=MONDAY)
    told = voronka("import", str(file), "--draft-passport", "--language", "ru")
    assert "title: Согласование договора" in told.out
    assert "ничего не перенесено" in told.out
    assert not Import.objects.exists() and not PassportVersion.objects.exists()
    done = voronka(
        "import", str(file), "--draft-passport", "--yes", "--json", "--stage", "Первичный контакт=Знакомство",
        "--stage", "Принимают решение==",
    ).json  # fmt: skip
    assert (done["state"], done["refused"]) == ("done", 0)
    assert [one.title for one in values.latest().cycle.stages] == [
        "Знакомство", "Переговоры", "Согласование договора",
    ]  # fmt: skip
    left_out = sum(row[15] == "Принимают решение" for row in amocrm.rows(30))
    assert DealRow.objects.count() == done["taken"] == 30 - left_out
    again = voronka("import", str(file), "--draft-passport", "--yes")
    assert again.code == 1 and "There is a passport already" in again.err
