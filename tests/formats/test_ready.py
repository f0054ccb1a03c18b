"""Ready passports: whatever a company begins from can be published at once and leaves nothing open."""

import pytest

from voronka.core.questions import WORDS
from voronka.formats.passport import plain, read
from voronka.formats.passport.ready import LANGUAGES, TRADES, ready

WHOLE = [trade for trade in TRADES if trade != "blank"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("trade", WHOLE)
def test_a_template_answers_all_ten_questions_and_leaves_nothing_open(trade: str, language: str) -> None:
    reading = read(ready(trade, language))
    assert reading.findings == ()
    assert reading.process is not None
    assert all(reading.process.answered(word) for word in WORDS)
    assert reading.process.language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_almost_empty_sheet_can_be_published(language: str) -> None:
    assert read(ready("blank", language)).errors == ()


@pytest.mark.parametrize("trade", WHOLE)
def test_both_languages_have_the_same_stages_conditions_and_documents(trade: str) -> None:
    russian, english = plain(ready(trade, "ru")), plain(ready(trade, "en"))
    assert [one["id"] for one in russian["cycle"]["stages"]] == [
        one["id"] for one in english["cycle"]["stages"]
    ]
    assert [one["id"] for one in russian["documents"]] == [one["id"] for one in english["documents"]]
    assert list(russian["owner"]["roles"]) == list(english["owner"]["roles"])
    for was, becomes in zip(russian["cycle"]["stages"], english["cycle"]["stages"], strict=True):
        asked = [str(one).replace("rub(", "usd(") for one in was.get("leave_when", [])]
        assert asked == [str(one) for one in becomes.get("leave_when", [])]
