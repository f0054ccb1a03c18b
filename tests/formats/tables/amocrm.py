"""A file as amoCRM exports its list of deals, of any length: invented people, the real headings and oddities."""

import csv
import io
import itertools
import random
from datetime import datetime, timedelta

HEADS = (
    "ID", "Название сделки", "Бюджет ", "Ответственный", "Дата создания сделки", "Кем создана сделка",
    "Дата редактирования", "Кем редактирована", "Дата закрытия", "Теги", "Примечание", "Примечание 2",
    "Примечание 3", "Примечание 4", "Примечание 5", "Этап сделки", "Воронка", "Полное имя контакта",
    "Компания контакта", "Ответственный за контакт", "Компания", "Рабочий телефон", "Рабочий прямой телефон",
    "Мобильный телефон", "Факс", "Домашний телефон", "Другой телефон", "Рабочий email", "Личный email",
    "Другой email", "Источник",
)  # fmt: skip
STAGES = ("Первичный контакт", "Переговоры", "Принимают решение", "Согласование договора")
WON, LOST = "Успешно реализовано", "Закрыто и не реализовано"
SELLERS = ("Мария Котова", "Павел Ершов", "Анна Лисина")
NAMES = ("Ирина", "Олег", "Светлана", "Дмитрий", "Юлия", "Артём", "Нина", "Сергей")
SURNAMES = ("Белова", "Громов", "Ким", "Орлова", "Щукин", "Ёлкина", "Якушев", "Зайцева")
FIRMS = ("Пекарня", "Студия", "Мастерская", "Клиника", "Ателье", "Типография", "Ферма", "Школа")


def rows(count: int, seed: int = 1) -> list[tuple[str, ...]]:
    """So many deals: a third open, a quarter won, the rest lost; a fifth of the clients come twice."""
    dice = random.Random(seed)
    begin = datetime(2024, 1, 9, 10, 0, 0)
    found = []
    for number in range(count):
        opened = begin + timedelta(hours=dice.randrange(24 * 700), minutes=number % 60)
        state = dice.choices(("open", "won", "lost"), (34, 25, 41))[0]
        closed = opened + timedelta(days=dice.randrange(1, 60), hours=3)
        who = number if dice.random() < 0.8 else dice.randrange(max(1, number))
        firm = f"{FIRMS[who % 8]} «{SURNAMES[who // 8 % 8]} {who}»"
        stage = {"open": STAGES[dice.randrange(4)], "won": WON, "lost": LOST}[state]
        budget = "" if dice.random() < 0.1 else str(dice.randrange(9, 400) * 1000)
        seller = SELLERS[dice.randrange(3)]
        found.append((
            str(17_000_000 + number), f"Заявка {number}; сайт", budget, seller, f"{opened:%d.%m.%Y %H:%M:%S}",
            seller, f"{closed:%d.%m.%Y %H:%M:%S}", seller,
            "не закрыта" if state == "open" else f"{closed:%d.%m.%Y %H:%M:%S}",
            "срочно, сайт" if number % 7 == 0 else "", "Просил перезвонить\nпосле обеда" if number % 5 == 0 else "",
            "", "", "", "", stage, "Воронка", f"{NAMES[who % 8]} {SURNAMES[who % 7]}", firm, seller, firm,
            f"'+7921{who:07d}", "", f"8 (911) {who % 1000:03d}-{who // 1000 % 100:02d}-{who % 97:02d}", "", "", "",
            f"client{who}@example.com", "", "", ("Сайт", "ВКонтакте", "Рекомендация")[number % 3],
        ))  # fmt: skip
    return found


CHANGES = ("ID сделки", "Название сделки", "Дата изменения", "Прежний этап", "Новый этап", "Автор")


def changes(count: int, seed: int = 1) -> list[tuple[str, ...]]:
    """The changes of stage of the same deals, the newest of all first, as a list of events has them."""
    dice = random.Random(seed)
    found = []
    for row in rows(count, seed):
        opened = datetime.strptime(row[4], "%d.%m.%Y %H:%M:%S")
        closed = datetime.strptime(row[8] if row[8] != "не закрыта" else row[6], "%d.%m.%Y %H:%M:%S")
        last = STAGES.index(row[15]) if row[15] in STAGES else dice.randrange(4)
        way = [*STAGES[: last + 1], *([row[15]] if row[15] not in STAGES else [])]
        if last == 3 and row[15] in (WON, LOST):
            way[1:1] = ["Переговоры", "Первичный контакт"]  # once back
        for place, (before, after) in enumerate(itertools.pairwise(way), start=1):
            at = opened + (closed - opened) * place / (len(way) - 1)
            found.append((row[0], row[1], f"{at:%d.%m.%Y %H:%M:%S}", before, after, row[3]))
    return sorted(found, key=lambda one: datetime.strptime(one[2], "%d.%m.%Y %H:%M:%S"), reverse=True)


def history(count: int, seed: int = 1) -> bytes:
    """The same as a file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(CHANGES)
    writer.writerows(changes(count, seed))
    return out.getvalue().encode("utf-8-sig")


def text(count: int, seed: int = 1, delimiter: str = ";") -> str:
    """The same as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(HEADS)
    writer.writerows(rows(count, seed))
    return out.getvalue()


def content(count: int, seed: int = 1, encoding: str = "cp1251") -> bytes:
    """The same in bytes."""
    return text(count, seed).encode(encoding)
