"""`voronka passport`: findings as compilers write them, exit codes that a script can trust."""

from pathlib import Path

from tests.cli.conftest import Voronka
from tests.world import PASSPORT, World
from voronka.store import values


def write(folder: Path, text: str) -> Path:
    path = folder / "services.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_passport_passes_the_check(voronka: Voronka, tmp_path: Path) -> None:
    said = voronka("passport", "check", write(tmp_path, PASSPORT))
    assert said.code == 0
    assert said.out.splitlines()[-1].startswith("0 errors, ")


def test_a_mistake_is_told_with_file_line_column_and_a_hint(voronka: Voronka, tmp_path: Path) -> None:
    path = write(tmp_path, PASSPORT.replace("leave_when: [call_logged]", "leave_when: [call_loged]"))
    said = voronka("passport", "check", path)
    line = (
        PASSPORT.splitlines().index("    - {id: call, title: Созвон, norm: 3d, leave_when: [call_logged]}")
        + 1
    )
    assert said.code == 2
    assert said.err.startswith(f"{path}:{line}:")
    assert "error: There is no condition “call_loged”. Did you mean “call_logged”?" in said.err
    assert voronka("passport", "check", path, "--language", "ru").err.count("Условия «call_loged» нет.") == 1


def test_a_program_gets_the_findings_as_json(voronka: Voronka, tmp_path: Path) -> None:
    said = voronka("passport", "check", write(tmp_path, PASSPORT.replace("norm: 3d", "norm: 3")), "--json")
    (error,) = said.json["errors"]
    assert said.code == 2
    assert (error["code"], error["path"]) == ("span_unreadable", "cycle.stages[1].norm")


def test_a_file_that_can_not_be_read_is_another_matter(voronka: Voronka, tmp_path: Path) -> None:
    assert voronka("passport", "check", tmp_path / "none.yaml").code == 1
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff\xfe")
    said = voronka("passport", "check", tmp_path / "picture.png")
    assert said.code == 1 and "UTF-8" in said.err


def test_publishing_makes_the_next_version_once(voronka: Voronka, tmp_path: Path) -> None:
    path = write(tmp_path, PASSPORT.replace("Созвон", "Встреча"))
    assert "Version 2 holds from now on." in voronka("passport", "publish", path, by="head").out
    assert "holds already: version 2" in voronka("passport", "publish", path, by="head").out
    assert values.latest().version == 2


def test_publishing_is_refused_by_the_rules_of_a_passport_and_of_the_company(
    voronka: Voronka, world: World, tmp_path: Path
) -> None:
    wrong = write(tmp_path, PASSPORT.replace("{paid: 100%, handover: accepted}", "{handover: accepted}"))
    said = voronka("passport", "publish", wrong, by="head")
    assert said.code == 2 and "won by money" in said.err
    world.deal_at("call")
    hidden = write(tmp_path, PASSPORT.replace("{id: call,", "{id: talk,"))
    said = voronka("passport", "publish", hidden, by="head")
    assert said.code == 2 and "“Созвон”" in said.err
    assert values.latest().version == 1


def test_a_manager_may_not_publish(voronka: Voronka, tmp_path: Path) -> None:
    said = voronka(
        "passport", "publish", write(tmp_path, PASSPORT.replace("Созвон", "Встреча")), by="manager"
    )
    assert said.code == 1
    assert values.latest().version == 1


def test_what_holds_is_shown_and_exported_as_it_was_written(voronka: Voronka, tmp_path: Path) -> None:
    voronka("passport", "publish", write(tmp_path, PASSPORT.replace("Созвон", "Встреча")), by="head")
    assert "Бриф → Встреча → Договор" in voronka("passport", "show").out
    assert voronka("passport", "export", "--version", 1).out == PASSPORT
    assert [one["number"] for one in voronka("passport", "versions", "--json").json] == [2, 1]
    assert voronka("passport", "show", "--version", 9).code == 1


def test_a_draft_is_saved_with_its_errors_and_published_without(voronka: Voronka, tmp_path: Path) -> None:
    assert voronka("passport", "draft", "begin", by="head").code == 0
    wrong = write(tmp_path, PASSPORT.replace("[call_logged]", "[call_loged]"))
    said = voronka("passport", "draft", "save", wrong, by="head")
    assert said.code == 0 and "call_logged" in said.err
    assert voronka("passport", "draft", "publish", by="head").code == 2
    good = write(tmp_path, PASSPORT.replace("Созвон", "Встреча"))
    assert voronka("passport", "draft", "save", good, "--seen", 1, by="head").code == 1
    assert voronka("passport", "draft", "save", good, by="head").code == 0
    assert voronka("passport", "draft", "show", by="head").out == good.read_text(encoding="utf-8")
    assert voronka("passport", "draft", "list", "--json", by="head").json[0]["seq"] == 3
    assert "Version 2 holds from now on." in voronka("passport", "draft", "publish", by="head").out
    assert voronka("passport", "draft", "discard", by="head").code == 1


def test_a_second_process_is_named_where_it_is_meant(voronka: Voronka, tmp_path: Path) -> None:
    courses = PASSPORT.replace("process: services", "process: courses").replace("Созвон", "Урок")
    assert voronka("passport", "publish", write(tmp_path, courses), by="head").code == 0
    assert [one["key"] for one in voronka("passport", "processes", "--json").json] == ["services", "courses"]
    assert "Созвон" in voronka("passport", "show").out
    assert "Урок" in voronka("passport", "show", "--process", "courses").out
    assert voronka("passport", "show", "--process", "clinic").code == 1
    assert voronka("deal", "open", "Курс", "--process", "courses", by="head").code == 0
    assert len(voronka("deal", "list", "--process", "courses", "--json").json["items"]) == 1
    assert voronka("inquiry", "list", "--process", "courses", "--json").json["items"] == []


def test_what_is_different_is_told_in_sentences(voronka: Voronka, tmp_path: Path) -> None:
    path = write(tmp_path, PASSPORT.replace("norm: 3d", "norm: 5d"))
    said = voronka("passport", "diff", path, by="head")
    assert "Stage “Созвон”: norm: was 3 working days, now 5 working days." in said.out
    voronka("passport", "publish", path, by="head")
    assert voronka("passport", "diff", path, by="head").out == "Both say the same.\n"
    found = voronka("passport", "diff", "--from", 1, "--to", 2, "--json").json
    assert [group["word"] for group in found["groups"]] == ["cycle"]
    assert voronka("passport", "diff", by="head").code == 1  # there is no draft


def test_the_schema_is_printed_for_an_editor_in_the_readers_language(voronka: Voronka) -> None:
    made = voronka("passport", "schema", "--language", "ru").json
    assert made["properties"]["cycle"]["description"] == "Вопрос 2: стадии сделки по порядку."


def test_open_deals_are_led_over_with_a_dry_run_before(
    voronka: Voronka, world: World, tmp_path: Path
) -> None:
    key = world.deal_at("call")
    gone = PASSPORT.replace("    - {id: call, title: Созвон, norm: 3d, leave_when: [call_logged]}\n", "")
    path = write(tmp_path, gone)
    assert voronka("passport", "draft", "save", path, by="head").code == 0
    said = voronka("passport", "migrate", "--dry-run", "--draft", by="head")
    assert said.code == 2 and "Созвон → nowhere: say --map call=NEW: 1" in said.out
    said = voronka("passport", "migrate", "--dry-run", "--draft", "--map", "call=contract", by="head")
    assert said.code == 0 and "The contract is not signed: 1" in said.out and "Анна Ким: 1" in said.out
    assert voronka("passport", "draft", "publish", "--migrate", by="head").code == 2
    said = voronka("passport", "draft", "publish", "--map", "call=contract", by="head")
    assert said.code == 0 and "1 open deals go on by version 2 now." in said.out
    assert (values.deal(key).stage, values.deal(key).version) == ("contract", 2)
    assert voronka("passport", "migrations", "--json", by="head").json[0]["moved"] == 1


def test_deals_that_stayed_are_led_over_later(voronka: Voronka, world: World, tmp_path: Path) -> None:
    key = world.deal()
    voronka("passport", "publish", write(tmp_path, PASSPORT.replace("norm: 3d", "norm: 5d")), by="head")
    assert values.deal(key).version == 1
    assert voronka("passport", "migrate", "--map", "call", by="head").code == 1
    assert voronka("passport", "migrate", "--map", "brief=nowhere", by="head").code == 2
    assert voronka("passport", "migrate", by="manager").code == 1
    assert voronka("passport", "migrate", by="head").code == 0
    assert values.deal(key).version == 2


def test_a_ready_passport_can_be_taken_and_published(voronka: Voronka, tmp_path: Path) -> None:
    found = voronka("passport", "template", "list", "--json").json
    assert [one["key"] for one in found] == ["agency", "supply", "courses", "clinic", "repair", "blank"]
    text = voronka("passport", "template", "show", "clinic", "--language", "ru").out
    assert text.startswith("# Клиника") and voronka("passport", "check", write(tmp_path, text)).code == 0
    assert voronka("passport", "publish", write(tmp_path, text), by="head").code == 0
    assert voronka("passport", "template", "show", "bakery").code == 1


def test_a_draft_is_tried_on_the_past(voronka: Voronka, world: World, tmp_path: Path) -> None:
    key = world.deal_at("contract")
    strict = write(tmp_path, PASSPORT.replace("[call_logged]", "[call_logged, offer_sent]"))
    said = voronka("passport", "dry-run", strict, by="head")
    assert "1 deals, 2 moves: it would have refused 1." in said.out
    assert "Созвон: an offer was sent — 1 moves of 1 deals refused" in said.out
    assert "Договор → Созвон: 1" in said.out
    voronka("passport", "draft", "save", strict, by="head")
    found = voronka("passport", "dry-run", "--json", by="head").json
    assert (found["seq"], found["stopped"][0]["keys"]) == (1, [key])
    assert voronka("passport", "dry-run", strict, by="manager").code == 1
