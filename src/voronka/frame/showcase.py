"""Examples of every part of the look, for the page /parts that only developers see."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from voronka.frame.conditions import Terms, Typed, shown


class Example(forms.Form):
    """One field of each sort."""

    amount = forms.CharField(label="Сумма", help_text="Как написано в договоре", initial="120 000")
    reason = forms.ChoiceField(label="Причина", choices=[("price", "Дорого"), ("silence", "Пропал")])
    note = forms.CharField(label="Заметка", widget=forms.Textarea, required=False)
    way = forms.ChoiceField(
        label="Как подтверждено", choices=[("file", "Файл"), ("note", "Заметка")], widget=forms.RadioSelect
    )
    sure = forms.BooleanField(label="Клиент знает")


def _condition() -> Typed:
    """A condition of two lines."""
    channels = [("vk", "ВКонтакте"), ("phone", "Телефон")]
    terms = Terms(choices={"deal.channel": channels})
    return shown("own", 'deal.amount > rub(30000) && deal.channel == "vk"', terms)


def everything() -> dict[str, Any]:
    """The context of the page of parts."""
    now = timezone.now()
    wrong = Example({"amount": "1,234", "reason": "price", "way": "file"})
    wrong.add_error("amount", "Это тысяча двести тридцать четыре или один рубль двадцать три копейки?")
    wrong.add_error(None, "Страница устарела: сделку уже изменили.")
    return {
        "title": "Parts",
        "form": Example(),
        "wrong": wrong,
        "condition": _condition(),
        "moments": [now, now - timedelta(days=1), now - timedelta(days=12), now - timedelta(days=500)],
        "sums": [12000000, 123456, -9900000, 0],
        "steps": [
            {"title": "Бриф", "state": "done", "note": "2 дн."},
            {"title": "Созвон", "state": "done", "note": "3 дн."},
            {"title": "Стратегия", "state": "skipped", "note": "пропущена"},
            {"title": "Договор", "state": "now", "note": "5-й день из 4", "late": True},
            {"title": "Счёт", "state": "ahead", "note": ""},
            {"title": "Оплата", "state": "ahead", "note": ""},
            {"title": "Передача", "state": "ahead", "note": ""},
        ],
        "checks": [
            {"title": "Договор собран из шаблона и отправлен", "done": True, "who": "Анна", "at": now},
            {"title": "Клиент согласовал условия", "url": "#", "act": "отметить", "why": "Без этого счёта нет"},
            {"title": "Назначена дата первого платежа", "url": "#", "act": "выбрать дату"},
        ],
        "missing": [
            {"sentence": "Бриф ещё не заполнен", "url": "#", "act": "заполнить бриф"},
            {"sentence": "Нет следующего шага", "url": "#", "act": "назначить"},
        ],
        "pairs": [
            {"key": "Предложение", "value": "120 000 ₽"},
            {"key": "Договор № 47", "value": "на согласовании"},
            {"key": "Получено", "value": "0 ₽", "tone": "bad"},
        ],
        "entries": [
            {"at": now, "text": "Звонок 6 мин, входящий.", "said": "Просят рассрочку на два платежа."},
            {"at": now - timedelta(days=4), "text": "Стадия «Стратегия» → «Договор».", "by": "Анна"},
            {"at": now - timedelta(days=5), "text": "Не пустили в «Счёт»: договор не подписан.", "refused": True},
        ],
        "heads": [{"title": "Переход"}, {"title": "Было", "num": True}, {"title": "Стало", "num": True}],
        "lines": [["Бриф → Созвон", "80%", "78%"], ["Созвон → Стратегия", "72%", "64%"]],
        "strip": ["good", "warn", "good", "good", "bad", "", "good", "good", "", "good"],
    }  # fmt: skip
