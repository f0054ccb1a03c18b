"""What the demo company's public form says, what those hear who are no leads, and what came that was held back."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Door:
    """The words of one language; `held` are name, phone and message of what was held back."""

    company: str
    lead: str
    thanks: str
    consent: str
    answers: Mapping[str, str]
    held: tuple[tuple[str, str, str], ...]


DOORS: Mapping[str, Door] = {
    "ru": Door(
        company="Студия «Воронка Демо»",
        lead="Два-три предложения о задаче — и мы скажем, сколько это стоит и когда начнём.",
        thanks="Если спешите, позвоните: мы на связи с девяти до шести.",
        consent=(
            "Оператор: студия «Воронка Демо».\n\n"
            "Я даю оператору согласие на обработку моих персональных данных: имени, номера телефона, адреса"
            " электронной почты и того, что я напишу в форме.\n\n"
            "Цель: ответить на моё обращение и, если я этого захочу, подготовить и заключить со мной договор.\n\n"
            "Согласие действует до достижения цели, но не дольше года, или до его отзыва: письмом оператору."
        ),
        answers={
            "consultation": "Здравствуйте, {name}!\n\nКоротко ответили на ваш вопрос выше. Если захотите взяться"
            " за это вместе с нами, напишите: начнём с брифа.",
            "vacancy": "Здравствуйте, {name}!\n\nСпасибо, что написали. Сейчас мы никого не ищем, но письмо"
            " сохраним и вспомним о вас, когда место появится.",
            "supplier": "Здравствуйте, {name}!\n\nСпасибо за предложение. Сейчас нам это не нужно; если"
            " понадобится, мы вам напишем.",
        },
        held=(
            (
                "Продвижение",
                "+7 900 555-01-31",
                "Выведем ваш сайт в топ! https://top.example https://seo.example https://links.example",
            ),
            ("Марина", "+7 900 555-01-77", "Здравствуйте! Сколько стоит сайт для пекарни?"),
        ),
    ),
    "en": Door(
        company="Voronka Demo Studio",
        lead="Two or three sentences about the task, and we say what it costs and when we begin.",
        thanks="If you are in a hurry, call us: we are here from nine to six.",
        consent=(
            "Operator: the studio Voronka Demo.\n\n"
            "I agree that the operator handles my personal data: name, phone number, e-mail address, and what I write"
            " in the form.\n\n"
            "Purpose: to answer my inquiry and, if I want it, to prepare and make a contract with me.\n\n"
            "The consent holds until the purpose is reached, but no longer than a year, or until I withdraw it by a"
            " letter to the operator."
        ),
        answers={
            "consultation": "Hello, {name}!\n\nWe answered your question briefly above. If you want to do it together"
            " with us, write again: we begin with the brief.",
            "vacancy": "Hello, {name}!\n\nThank you for writing. We are not looking for anybody at present, but we"
            " keep your letter and will think of you when there is a place.",
            "supplier": "Hello, {name}!\n\nThank you for the offer. We do not need it at present; if we do, we will"
            " write to you.",
        },
        held=(
            (
                "Promotion",
                "+1 212 555 0131",
                "Your site on top of every search! https://top.example https://seo.example https://links.example",
            ),
            ("Marina", "+1 212 555 0177", "Hello! How much is a site for a bakery?"),
        ),
    ),
}
