"""The passport on paper for programs."""

from tests.api.conftest import Program


def test_the_passport_is_given_as_a_pdf_and_as_one_page(manager: Program) -> None:
    answer = manager.get("/passport/print.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="services-1.pdf"'
    assert answer.content.startswith(b"%PDF")
    page = manager.get("/passport/print.html", **{"Accept-Language": "ru"})
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert "sandbox" in page["Content-Security-Policy"]
    assert "Чтобы уйти" in page.content.decode()
    assert manager.get("/passport/print.pdf?version=9").status_code == 404
    assert manager.get("/passport/print.pdf?version=x").json()["title"] == "What was entered can’t be taken"
