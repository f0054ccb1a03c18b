"""Titles of ids that most companies use, in the passport's language, so that a bare id is enough."""

from collections.abc import Mapping
from typing import Final

from voronka.formats.passport.answers import NamedAnswer

TITLES: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {
        "site_form": "Форма на сайте",
        "vk": "ВКонтакте",
        "email": "Почта",
        "phone": "Телефон",
        "telegram": "Telegram",
        "referral": "Рекомендация",
        "newsletter": "Рассылка",
        "consultation": "Разовая консультация",
        "vacancy": "Вакансия",
        "supplier": "Поставщик",
        "spam": "Спам",
        "duplicate": "Повтор",
        "marketing": "Маркетинг",
        "production": "Производство",
        "accounting": "Бухгалтерия",
        "support": "Поддержка",
        "bank_transfer": "Перевод по счёту",
        "card": "Банковская карта",
        "sbp": "СБП",
        "cash": "Наличные",
        "instalments": "Оплата частями",
    },
    "en": {
        "site_form": "Website form",
        "vk": "VK",
        "email": "E-mail",
        "phone": "Phone",
        "telegram": "Telegram",
        "referral": "Referral",
        "newsletter": "Newsletter",
        "consultation": "One-off question",
        "vacancy": "Job seeker",
        "supplier": "Supplier",
        "spam": "Spam",
        "duplicate": "Duplicate",
        "marketing": "Marketing",
        "production": "Production",
        "accounting": "Accounting",
        "support": "Support",
        "bank_transfer": "Bank transfer",
        "card": "Bank card",
        "sbp": "Fast payments",
        "cash": "Cash",
        "instalments": "Instalments",
    },
}


def titled(answer: NamedAnswer, language: str) -> str:
    """The title that is written, else the one that the id is known by, else the id itself."""
    return answer.title or TITLES[language].get(answer.id, answer.id)
