"""Taking in a file of leads: processor time for each thousand, with checks, duplicates and facts."""

import csv
import io
import random
import shutil
import statistics
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

LEADS = 10_000
AIM = 2.5
HEADS = ("Название", "Имя", "Телефон", "Email", "Компания", "Источник", "Этап", "Ответственный", "Бюджет",
         "Дата создания", "Комментарий")  # fmt: skip
NAMES = ("Ирина Белова", "Олег Громов", "Светлана Ким", "Дмитрий Орлов", "Юлия Щукина", "Артём Ёлкин")
FIRMS = ("Пекарня", "Студия", "Клиника", "Ателье", "Типография", "Школа")


def leads(count: int, owner: str, stages: list[str], seed: int = 1) -> bytes:
    """Invented leads; each fifth of them comes from a person who is among the others."""
    dice = random.Random(seed)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADS)
    for number in range(count):
        who = number if dice.random() < 0.8 else dice.randrange(max(number, 1))
        at = datetime(2025, 1, 9, 10) + timedelta(hours=dice.randrange(7000))
        writer.writerow((
            f"Заявка {number} с сайта", NAMES[who % 6], f"+7921{who:07d}", f"lead{who}@example.com",
            f"{FIRMS[who % 6]} «{who}»" if who % 3 else "", ("Сайт", "ВКонтакте", "Рекомендация")[number % 3],
            stages[number % len(stages)], owner, str(dice.randrange(9, 400) * 1000), f"{at:%d.%m.%Y %H:%M}",
            "Просил перезвонить после обеда" if number % 4 == 0 else "",
        ))  # fmt: skip
    return out.getvalue().encode("cp1251")


def one(folder: str) -> dict[str, Any]:
    """Understand the file and take it in, on a copy of this data; `cost` is processor time in paces of the machine."""
    import bench

    bench.ready(Path(folder))
    from benching.caller import pace
    from voronka.actions import importing, imports, installation
    from voronka.queries import imports as queries
    from voronka.store import values
    from voronka.store.models import OutsideId, Person

    installation.prepare()
    head = Person.objects.filter(role="head").first() or Person.objects.get(role="owner")
    now, stages = datetime.now(UTC), [stage.title for stage in values.latest(None).cycle.stages[:3]]
    content = leads(LEADS, head.name, stages)
    paces = []

    def say(done: int, total: int) -> None:
        paces.append(pace())

    began = time.process_time()
    key = imports.begin_import(name="leads.csv", content=io.BytesIO(content), by=head.actor, at=now)
    seen = queries.one(key, by=head.actor, at=now)
    assert not [one for one in seen.doubts if one.field != "channels"], seen.doubts
    imports.begin_here(key=key, state="running", by=head.actor, at=now)
    counts = importing.run(key=key, now=lambda: datetime.now(UTC), say=say)
    seconds = time.process_time() - began - sum(paces) / 1000
    assert counts["taken"] == LEADS and not counts["refused"], counts
    made = OutsideId.objects.filter(whence=key).count()
    return {
        "things": made,
        "seconds": seconds,
        "cost": seconds / statistics.median(paces),
        "pace": min(paces),
    }


def measured(folder: Path, times: int = 3) -> list[dict[str, Any]]:
    """Several times, each in a process of its own."""
    from benching.exports import alone

    work = folder.parent / "work"
    found = []
    for _ in range(times):
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(folder, work)
        code = "import sys, json; from benching import imports; print(json.dumps(imports.one(sys.argv[1])))"
        found.append(alone(code, str(work)))
    return found


def table(found: list[dict[str, Any]]) -> str:
    """The median of them, in seconds of the quickest pace."""
    quick = min(one["pace"] for one in found)
    seconds = statistics.median(one["cost"] for one in found) * quick
    kept = "kept" if seconds <= AIM else "MISSED"
    return "\n".join((
        "",
        "| a file taken in | processor time, s | aim |  |",
        "|---|--:|---|---|",
        f"| {LEADS} leads: {found[0]['things']} deals, companies and people | {seconds:.2f} | ≤ {AIM} | {kept} |",
    ))  # fmt: skip
