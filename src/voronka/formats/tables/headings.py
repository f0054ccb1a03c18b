"""What columns are called in exports of other systems and in people's own tables, and what they then say."""

import re
from collections.abc import Mapping
from typing import Final

from voronka.core.clients import fold_name
from voronka.core.imports import TARGETS, Noun

_DEAL: Final = {
    "deal.id": "number; id; ид; номер; № ; номер сделки; id сделки; record id; deal id; deal - id; opportunity id;"
    " opportunity_id; opportunityid",
    "deal.title": "о чем сделка; what it is about; название сделки; название; сделка; тема; deal name; name; title;"
    " deal - title; opportunity name;"
    " opportunity; deal",
    "deal.amount": "sum; бюджет; сумма; сумма сделки; стоимость; цена; amount; value; deal - value; close_value;"
    " deal value;"
    " opportunity amount; budget; deal amount",
    "deal.currency": "валюта; currency; deal - currency; валюта сделки; deal currency; amount currency",
    "deal.pipeline": "воронка; воронка продаж; направление; pipeline; deal - pipeline; deal pipeline",
    "deal.stage": "этап сделки; этап; стадия; стадия сделки; статус; статус сделки; stage; deal stage; deal_stage;"
    " deal - stage; stagename; stage name; opportunity stage",
    "deal.status": "state; deal - status; is closed won; состояние; результат сделки",
    "deal.owner": "ведет; led by; leads; ответственный; менеджер; ответственный за сделку; продавец; owner; deal owner;"
    " deal - owner;"
    " responsible person; responsible; sales_agent; opportunity owner; sales agent; sales rep; кто ведет",
    "deal.opened_at": "открыта; opened; дата создания сделки; дата создания; создана; дата начала; дата;"
    " create date; created;"
    " created on; created date; createddate; deal - deal created; deal created; engage_date; start date;"
    " date created;"
    " начало",
    "deal.entered_at": "дата перехода на этап; последнее изменение этапа; date entered current stage; moved on;"
    " deal - last stage change; last stage change date; дата изменения стадии",
    "deal.closed_at": "дата закрытия; дата завершения; закрыта; closed; close date; close_date; closedate;"
    " deal - deal closed on; deal closed on; deal - won time; deal - lost time; won time; lost time; closed on;"
    " end date; closed at; дата оплаты",
    "deal.lost_reason": "why lost; причина отказа; причина закрытия; причина проигрыша; closed lost reason;"
    " lost reason;"
    " deal - lost reason; loss reason; причина",
    "deal.channel": "channel; источник; источник сделки; канал; source; lead source; deal - source; original source;"
    " deal - source channel; канал обращения",
    "deal.note": "примечание; примечание 2; примечание 3; примечание 4; примечание 5; комментарий; комментарии; теги;"
    " тег; note; notes; comment; comments; tags; description; deal description; описание; deal - label",
    "deal.paid": "оплачено; получено; paid; received; сумма оплаты",
    "deal.paid_on": "дата платежа; paid on; payment date",
}
_CLIENT: Final = {
    "company.name": "компания; компания контакта; организация; название компании; клиент; company; company name;"
    " account; account name; organization; deal - organization; associated company; заказчик; client; customer;"
    " organization - name; associated company (primary)",
    "company.inn": "инн; инн компании; tax id; inn",
    "company.site": "site; сайт; web; website; домен; company domain name; domain; сайт компании;"
    " organization - website",
    "company.about": "чем занимаются; what they do; о компании; отрасль; сфера; sector; industry; about",
    "contact.name": "полное имя контакта; контакт; имя; имя контакта; фио; contact; contact name; associated contact;"
    " deal - contact person; full name; person - name; имя клиента; контактное лицо; associated contact (primary)",
    "contact.phone": "рабочий телефон; рабочий прямой телефон; мобильный телефон; факс; домашний телефон;"
    " другой телефон; телефон; телефоны; тел; phone; phone number; mobile; mobile phone; mobile phone number;"
    " work phone; person - phone; person - phone - work; person - phone - mobile; контакт: рабочий телефон;"
    " контакт: телефон",
    "contact.email": "рабочий email; личный email; другой email; email; e-mail; почта; эл почта; электронная почта;"
    " mail; person - email; person - email - work; email address; контакт: рабочий e-mail; work email",
    "contact.post": "должность; должность контакта; post; position; job title",
}
_INQUIRY: Final = {
    "inquiry.id": "number; id; номер; id обращения; lead id; номер обращения",
    "inquiry.received_at": "дата обращения; получено; received; received at; дата; дата создания; created; создано;"
    " create date",
    "inquiry.answered_at": "первый ответ; first answer; first reply; дата ответа; отвечено; answered;"
    " answered at; first response",
    "inquiry.channel": "канал; источник; channel; source; lead source",
    "inquiry.message": "последнее сообщение; what they wrote last; last message; сообщение; обращение; текст; вопрос;"
    " message; text; question; комментарий; комментарии",
    "inquiry.owner": "ведет; led by; leads; ответственный; менеджер; owner; responsible",
    "inquiry.questions": "вопросов об услугах; service questions",
    "inquiry.outcome": "what it turned out to be; чем оказалось; итог; результат; статус; status; outcome; result;"
    " lead status; статус лида; стадия; стадия лида; этап",
    "inquiry.deal": "deal; сделка; id сделки; номер сделки; deal id; converted opportunity id",
}
_PAYMENT: Final = {
    "payment.id": "ключ оплаты; key of the payment; id; номер; номер платежа; номер платежки; payment id; id платежа;"
    " number; payment number; invoice number; номер документа",
    "payment.deal": "сделка; id сделки; номер сделки; название сделки; deal; deal id; deal name; deal title;"
    " opportunity id; opportunity name",
    "payment.amount": "sum; сумма; amount; сумма платежа; оплачено; paid",
    "payment.currency": "валюта; currency",
    "payment.paid_on": "дата; дата платежа; дата оплаты; date; paid on; payment date",
    "payment.text": "назначение; назначение платежа; комментарий; примечание; purpose; comment; note; description",
}
_CHANGE: Final = {
    "change.deal": "opportunity id; opportunityid; opportunity name; deal id; deal; deal name; id сделки; сделка;"
    " номер сделки; название сделки; объект; название объекта; id объекта; owner id; record id",
    "change.from": "from stage; old stage; previous stage; old value; value before; из этапа; предыдущий этап; с этапа;"
    " прежний этап; прежняя стадия; из стадии; было; значение до; до",
    "change.to": "to stage; new stage; stage; deal stage; stagename; stage name; stage id; new value; value after;"
    " на этап; в этап; новый этап; новая стадия; в стадию; стало; этап; стадия; этап сделки; значение после; после",
    "change.at": "last modified; createddate; created date; created time; changed at; changed on; date; дата;"
    " дата изменения; дата перехода; дата и время; when; когда; edit date; stage change date",
    "change.by": "last modified by; createdby; created by; createdbyid; changed by; by; кто;"
    " кто перевел; автор; сотрудник",
    "change.amount": "amount; сумма",
    "change.closed_at": "close date; closedate",
}


def fold(head: str) -> str:
    """A heading as it is compared: lower case, signs as spaces."""
    return fold_name(head.replace("_", " "))


def _turned(*said: Mapping[str, str]) -> dict[str, str]:
    turned: dict[str, str] = {}
    for one in said:
        for target, words in one.items():
            for word in words.split(";"):
                turned.setdefault(fold(word), target)
    return turned


_COMPANY: Final = {
    "company.id": "number; id; ид; номер; id компании; company id; record id",
    **_CLIENT,
    "company.name": _CLIENT["company.name"] + "; название; наименование; имя; name; office",
}
_CONTACT: Final = {
    "contact.id": "number; id; ид; номер; id контакта; contact id; record id",
    **_CLIENT,
    "contact.name": _CLIENT["contact.name"] + "; название; name; наименование",
}
WORDS: Final[Mapping[Noun, Mapping[str, str]]] = {
    "deal": _turned(_DEAL, _CLIENT),
    "company": _turned(_COMPANY),
    "contact": _turned(_CONTACT),
    "inquiry": _turned(_INQUIRY, _CLIENT, {"contact.name": "name"}),
    "payment": _turned(
        _PAYMENT,
        {one: _CLIENT[one] for one in ("company.name", "company.inn", "contact.name")},
        {"company.name": "плательщик; payer", "company.inn": "инн плательщика"},
    ),
    "change": _turned(_CHANGE),
}
"""By noun: what a column of this name says."""
_ALL: Final = frozenset(word for words in WORDS.values() for word in words)
_NUMBERED: Final = re.compile(r" \d+$")
MANY: Final = (
    "contact.phone",
    "contact.email",
    "deal.note",
    "deal.closed_at",
    "company.name",
    "contact.name",
)
"""Targets that several columns may name: phones and notes all count, of the others the first that says something."""


def is_known(head: str) -> bool:
    """Does a column of this name say something that is known?"""
    return fold(head) in _ALL


def target(noun: Noun, head: str) -> str:
    """What a column of this name says of such a thing; empty where it is not known."""
    word = fold(head)
    found = WORDS[noun].get(word) or WORDS[noun].get(_NUMBERED.sub("", word), "")
    return found if found in TARGETS[noun] else ""
