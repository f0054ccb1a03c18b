"""Lines of a table as values: days, sums, people and stages as the plan says, and reasons where one can't be taken."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median

import pytest

from tests.formats.tables import amocrm
from voronka.core.imports import LOST, WON, Line, Plan, Refused
from voronka.formats.tables import lines as reading
from voronka.formats.tables.files import open_table
from voronka.formats.tables.known import Company, propose
from voronka.formats.tables.lines import Known
from voronka.formats.tables.summary import Summary
from voronka.formats.tables.table import Table

BESIDE = (folder / "shared/data/maven-crm" for folder in Path(__file__).resolve().parents)
MAVEN = next((folder for folder in BESIDE if folder.is_dir()), Path("maven-crm"))
"""Data of others, beside the project where somebody has them; they are not copied into it."""


def table(folder: Path, text: str) -> Table:
    path = folder / "a.csv"
    path.write_bytes(text.encode())
    return open_table(path)


def meant(plan: Plan) -> Plan:
    """Stages and channels that nobody has mapped keep their names."""
    named = {word: stage or word for word, stage in plan.stages.items()}
    return replace(plan, stages=named, channels={word: word for word in plan.channels})


def read(folder: Path, text: str, **changed: object) -> list[Line | Refused]:
    found = table(folder, text)
    plan = replace(meant(propose(found, Company()).plan), **changed)  # type: ignore[arg-type]
    return list(reading.lines(found, plan, Known()))


def one(folder: Path, text: str, **changed: object) -> Line | Refused:
    (told,) = read(folder, text, **changed)
    return told


HEAD = "Название;Этап;Сумма;Дата создания;Дата закрытия\n"


def test_an_export_of_amocrm_is_recognised_and_read_with_its_oddities(tmp_path: Path) -> None:
    path = tmp_path / "amo.csv"
    path.write_bytes(amocrm.content(300))
    found = open_table(path)
    proposed = propose(found, Company(people=[(7, "Котова Мария", "m@example.com")], zone="Europe/Moscow"))
    assert (proposed.plan.source, proposed.plan.noun) == ("amocrm", "deal")
    assert proposed.plan.stages[amocrm.WON] == WON
    assert proposed.plan.stages[amocrm.LOST] == LOST
    assert proposed.plan.people["Мария Котова"] == 7
    told = list(reading.lines(found, meant(proposed.plan), Known()))
    assert not [line for line in told if isinstance(line, Refused)]
    for row, line in zip(amocrm.rows(300), told, strict=True):
        assert isinstance(line, Line)
        assert line.outside == row[0]
        assert line.title == row[1]
        assert line.amount == int(row[2] or 0) * 100
        assert (line.closed_at is None) == (row[8] == "не закрыта")
        assert (line.stage in (WON, LOST)) == (line.closed_at is not None)
        assert line.client.phones[0] == row[21].lstrip("'")
        assert line.client.emails == (row[27],)
        assert ("Теги: срочно, сайт" in line.note) == bool(row[9])
    assert told[0].opened_at == datetime.strptime(amocrm.rows(1)[0][4], "%d.%m.%Y %H:%M:%S").replace(  # type: ignore[union-attr]
        tzinfo=UTC
    ) - (datetime(2024, 1, 1, 3) - datetime(2024, 1, 1))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("24.11.2025", "2025-11-24"),
        ("24.11.2025 18:30", "2025-11-24"),
        ("2025-11-24T10:00:00+03:00", "2025-11-24"),
        ("2025-11-24", "2025-11-24"),
        ("45985", "2025-11-24"),
        ("24 ноября 2025 г.", "2025-11-24"),
        ("Nov 24, 2025", "2025-11-24"),
        ("24/11/2025", "2025-11-24"),
        ("24.11.25", "2025-11-24"),
    ],
)
def test_days_are_read_as_people_and_systems_write_them(tmp_path: Path, typed: str, day: str) -> None:
    told = one(tmp_path, HEAD + f'Сайт;Бриф;100;"{typed}";\n')
    assert isinstance(told, Line)
    assert told.opened_at is not None
    assert told.opened_at.date().isoformat() == day


@pytest.mark.parametrize("typed", ["31.02.2025", "вчера", "99.99.9999", "12", "2025-13-01", "1.1.0001"])
def test_a_day_that_is_none_refuses_the_line_at_its_column(tmp_path: Path, typed: str) -> None:
    told = one(tmp_path, HEAD + f"Сайт;Бриф;100;{typed};\n")
    assert isinstance(told, Refused)
    assert (told.problem.code, told.problem.field) == ("date_unreadable", "Дата создания")
    assert told.problem.data["typed"] == typed


@pytest.mark.parametrize(
    ("heads", "noun", "columns"),
    [
        ("Название;Контакт;Телефон", "company", "company.name contact.name contact.phone"),
        ("Название;Контакт", "company", "company.name contact.name"),
        ("Наименование;Контактное лицо;Почта;ИНН", "company",
         "company.name contact.name contact.email company.inn"),
        ("Name,Contact name,Email,Website", "company", "company.name contact.name contact.email company.site"),
        ("Название;Контакт;Телефон;Сумма", "deal", "deal.title contact.name contact.phone deal.amount"),
        ("Название;Контакт;Телефон;Дата закрытия", "deal",
         "deal.title contact.name contact.phone deal.closed_at"),
        ("Название;Компания;Контакт;Телефон", "deal", "deal.title company.name contact.name contact.phone"),
        ("Название сделки;Контакт;Телефон", "deal", "deal.title contact.name contact.phone"),
        ("Название;Бюджет", "deal", "deal.title deal.amount"),
        ("Название;Этап;Контакт;Телефон", "deal", "deal.title deal.stage contact.name contact.phone"),
        ("Имя;Телефон;Email;Компания", "contact", "contact.name contact.phone contact.email company.name"),
        ("ФИО;Телефон;Ответственный;Дата создания", "contact", "contact.name contact.phone"),
        ("ID;Наименование;Имя;Компания;Рабочий телефон", "contact",
         "contact.id contact.name contact.name company.name contact.phone"),
        ("Название;Сумма;Дата;Ответственный", "deal", "deal.title deal.amount deal.opened_at deal.owner"),
        ("Имя;ФИО;Телефон", "contact", "contact.name contact.name contact.phone"),
        ("Full Name,Title,Company,Phone", "contact", "contact.name company.name contact.phone"),
        ("Name,Company,Phone,E-mail,Post", "contact",
         "contact.name company.name contact.phone contact.email contact.post"),
        ("Компания;ИНН;Сайт", "company", "company.name company.inn company.site"),
        ("Компания;ИНН;Телефон", "company", "company.name company.inn"),
        ("Название;Телефон;Email", "contact", "contact.name contact.phone contact.email"),
    ],
)  # fmt: skip
def test_what_a_plain_table_is_of_is_seen_by_all_its_headings(
    tmp_path: Path, heads: str, noun: str, columns: str
) -> None:
    sign = ";" if ";" in heads else ","
    row = sign.join("x" * (place + 1) for place in range(heads.count(sign) + 1))
    plan = propose(table(tmp_path, f"{heads}\n{row}\n"), Company()).plan
    assert (plan.noun, " ".join(filter(None, plan.columns))) == (noun, columns)


def test_a_line_of_a_company_brings_its_contact_and_needs_the_companys_name(tmp_path: Path) -> None:
    found = read(tmp_path, "Название;Контакт;Телефон\nРомашка;Ирина;8 921 000-00-17\n;Олег;8 921 000-00-18\n")
    line, wrong = found
    assert isinstance(line, Line) and isinstance(wrong, Refused)
    assert (line.noun, line.title, line.client.contact) == ("company", "Ромашка", "Ирина")
    assert (wrong.problem.code, wrong.problem.field) == ("name_missing", "Название")


def test_months_before_days_are_seen_by_the_whole_column(tmp_path: Path) -> None:
    text = "Deal Name,Deal Stage,Deal owner,Create Date\nA,X,B,03/04/2025\nB,X,B,03/14/2025\n"
    told = read(tmp_path, text)
    assert [
        line.opened_at.date().isoformat() for line in told if isinstance(line, Line) and line.opened_at
    ] == [
        "2025-03-04",
        "2025-03-14",
    ]
    unsure = propose(table(tmp_path, text.replace("14/", "04/")), Company())
    assert [doubt.code for doubt in unsure.doubts if doubt.field == "dates"] == ["date_order_unsure"]


@pytest.mark.parametrize(
    ("typed", "minor"),
    [("1 234,56 ₽", 123456), ("1234.5", 123450), ("", 0), ("1.234.567,00", 123456700), ("12 000", 1200000)],
)
def test_sums_are_read_as_people_write_them(tmp_path: Path, typed: str, minor: int) -> None:
    told = one(tmp_path, HEAD + f"Сайт;Бриф;{typed};01.02.2025;\n")
    assert isinstance(told, Line)
    assert told.amount == minor


def test_a_comma_that_can_be_two_things_asks_unless_the_column_tells(tmp_path: Path) -> None:
    unsure = one(tmp_path, HEAD + "Сайт;Бриф;1,234;01.02.2025;\n")
    assert isinstance(unsure, Refused)
    assert unsure.problem.code == "amount_ambiguous"
    told = read(tmp_path, HEAD + "Сайт;Бриф;1,234;01.02.2025;\nПортал;Бриф;1,234,567;01.02.2025;\n")
    assert [line.amount for line in told if isinstance(line, Line)] == [123400, 123456700]


def test_what_is_not_said_where_it_must_be_refuses_the_line(tmp_path: Path) -> None:
    rows = (
        "Сайт;Бриф;100;;", "Сайт;;100;01.02.2025;", "Сайт;Отказ;100;01.02.2025;",
        "Сайт;Отказ;100;01.02.2025;01.01.2025", "Сайт;Бриф;-5;01.02.2025;", "Сайт;Бриф;5;01.02.2025;;лишнее",
    )  # fmt: skip
    told = read(tmp_path, HEAD + "\n".join(rows) + "\n", undated="")
    assert [line.problem.code for line in told if isinstance(line, Refused)] == [
        "date_missing", "stage_missing", "closed_without_date", "dates_reversed", "amount_negative", "too_many_cells",
    ]  # fmt: skip
    assert [line.number for line in told] == [2, 3, 4, 5, 6, 7]


def test_a_stage_of_another_process_refuses_the_line(tmp_path: Path) -> None:
    found = table(tmp_path, HEAD + "Сайт;Бриф;100;01.02.2025;\n")
    plan = replace(propose(found, Company()).plan, process="courses", stages={"Бриф": "brief"})
    (told,) = reading.lines(found, plan, Known(stages={"courses": frozenset({"trial"})}))
    assert isinstance(told, Refused)
    assert told.problem.code == "stage_elsewhere"


def test_the_same_line_has_the_same_id_where_the_system_gives_none(tmp_path: Path) -> None:
    text = HEAD + "Сайт;Бриф;100;01.02.2025;\nСайт;Бриф;200;01.02.2025;\n"
    first, second = (line.outside for line in read(tmp_path, text) if isinstance(line, Line))
    assert first != second
    assert [line.outside for line in read(tmp_path, text) if isinstance(line, Line)] == [first, second]


def test_a_history_of_stages_is_read_change_by_change(tmp_path: Path) -> None:
    text = (
        "Opportunity ID,From Stage,To Stage,Last Modified\n"
        "1,Call,Offer,2025-01-02\n1,Offer,Contract,2025-01-05\n2,Call,Offer,2025-01-03\n2,Offer,Call,2025-01-04\n"
    )
    told = [line for line in read(tmp_path, text) if isinstance(line, Line)]
    assert [(line.noun, line.deal, line.from_stage, line.stage) for line in told][:1] == [
        ("change", "1", "Call", "Offer")
    ]


@pytest.mark.skipif(not MAVEN.is_dir(), reason="the Maven data are not here")
def test_eight_thousand_opportunities_come_out_as_they_are_known() -> None:
    found = open_table(MAVEN / "sales_pipeline.csv")
    proposed = propose(found, Company())
    assert (proposed.plan.source, proposed.plan.currency, proposed.plan.undated) == (
        "maven",
        "USD",
        "2017-12-31",
    )
    seen = Summary()
    told = list(reading.lines(found, meant(proposed.plan), Known()))
    for line in told:
        seen.add(line)
    assert seen.stages == Counter({WON: 4238, LOST: 2473, "Engaging": 1589, "Prospecting": 500})
    assert (seen.refused, seen.won_sums["USD"]) == (0, 10_005_534_00)
    days = {
        end: [
            (line.closed_at - line.opened_at).days
            for line in told
            if isinstance(line, Line) and line.stage == end and line.closed_at and line.opened_at
        ]
        for end in (WON, LOST)
    }
    assert (median(days[WON]), round(mean(days[WON]), 3), min(days[WON]), max(days[WON])) == (
        57,
        51.782,
        1,
        138,
    )
    assert median(days[LOST]) == 14
