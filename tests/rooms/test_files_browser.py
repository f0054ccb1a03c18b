"""Files are chosen and dropped in a browser: what is too large is told before it is sent, whatever form it is for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.formats.tables import amocrm
from tests.world import World
from voronka.store.models import Import, Upload

LARGE = "Этот файл больше 1 МБ."


@pytest.fixture
def company(transactional_db: None, settings: Any, tmp_path: Path) -> World:
    """A company that takes files of one megabyte."""
    settings.MEDIA_ROOT, settings.UPLOAD_LIMIT = tmp_path / "media", 1 << 20
    return World.found()


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def make(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return make


def drag(page: Page, *kinds: str, files: tuple[Path, ...] = (), text: str = "", over: str = ".drop") -> None:
    """A person drags over the middle of the field and lets go there: the browser itself makes the events."""
    box = page.locator(over).bounding_box()
    assert box
    items = [{"mimeType": "text/plain", "data": text}] if text else []
    session = page.context.new_cdp_session(page)
    for kind in kinds:
        session.send(
            "Input.dispatchDragEvent",
            {
                "type": kind,
                "x": box["x"] + box["width"] / 2,
                "y": box["y"] + box["height"] / 2,
                "data": {"items": items, "files": [str(one) for one in files], "dragOperationsMask": 1},
            },
        )


def chosen(page: Page) -> list[str]:
    names: list[str] = page.eval_on_selector(".drop input", "field => [...field.files].map(one => one.name)")
    return names


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 390])
def test_a_file_is_dropped_on_its_field_and_looked_at(
    company: World, window: Any, file: Callable[..., Path], width: int
) -> None:
    page = window(company.person("head"), width=width).open("/entry/imports/")
    two = (file("amo.csv", amocrm.content(30)), file("second.csv", b"a;b"))
    drag(page, "dragEnter", "dragOver", files=two)
    expect(page.locator(".drop")).to_have_class("drop over")
    drag(page, "dragOver", files=two, over="h1")
    expect(page.locator(".drop")).to_have_class("drop")
    assert chosen(page) == []
    drag(page, "dragEnter", "dragOver", "drop", files=two)
    expect(page.locator(".drop")).to_have_class("drop chosen")
    assert chosen(page) == ["amo.csv"], "one file is looked at"
    page.get_by_role("button", name="Посмотреть файл").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("amo.csv")
    assert Import.objects.get().lines == 30


@pytest.mark.browser
def test_a_dropped_file_that_is_too_large_and_a_dropped_text_go_nowhere(
    company: World, window: Any, file: Callable[..., Path]
) -> None:
    page = window(company.person("head")).open("/entry/imports/")
    field = page.get_by_label("Перетащите файл сюда или выберите его")
    drag(page, "dragEnter", "dragOver", text="Название;Этап")
    expect(page.locator(".drop")).to_have_class("drop")
    drag(page, "dragOver", text="Название;Этап", over="h1")
    drag(page, "dragEnter", "dragOver", "drop", files=(file("large.csv", b"a;b\n" * (1 << 19)),))
    expect(page.locator(".drop")).to_have_class("drop")
    assert field.evaluate("one => one.validationMessage") == LARGE
    page.get_by_role("button", name="Посмотреть файл").click()
    assert not Upload.objects.exists() and page.url.endswith("/entry/imports/")
    drag(page, "dragEnter", "dragOver", "drop", files=(file("amo.csv", amocrm.content(30)),))
    page.get_by_role("button", name="Посмотреть файл").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("amo.csv")


@pytest.mark.browser
@pytest.mark.parametrize("in_dialog", [True, False])
def test_a_proof_that_is_too_large_is_told_when_it_is_chosen_and_what_was_typed_stays(
    company: World, window: Any, file: Callable[..., Path], in_dialog: bool
) -> None:
    deal = company.deal_at("payment")
    door = f"/closing/deals/{deal}/do/payment"
    page = window(company.person("manager")).open(f"/cycle/deals/{deal}" if in_dialog else door)
    if in_dialog:
        page.locator(f'a[data-dialog][href^="{door}"]').first.click()
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    form = page.locator("form:has(input[type=file])")
    form.locator("[name=amount]").fill("1 000")
    form.locator("[name=proof]").set_input_files(file("slip.pdf", b"%PDF" + bytes(2 << 20)))
    send = form.locator("button.go")
    send.click()
    assert form.locator("[name=proof]").evaluate("one => one.validationMessage") == LARGE
    assert [one for one in sent if door in one] == []
    expect(form.locator("[name=amount]")).to_have_value("1 000")
    form.locator("[name=proof]").set_input_files(file("slip.pdf", b"%PDF-1.4 x"))
    send.click()
    expect(form).to_have_count(0)
    assert Upload.objects.get().size == 10


@pytest.mark.browser
def test_a_text_of_a_passport_that_is_too_large_does_not_come_into_the_page(
    company: World, window: Any, file: Callable[..., Path]
) -> None:
    page = window(company.person("owner")).open("/passport/text")
    before = page.locator("#text").input_value()
    page.locator("#upload").set_input_files(file("passport.yaml", b"# long\n" * (1 << 18)))
    assert page.locator("#upload").evaluate("one => one.validationMessage") == LARGE
    assert page.locator("#text").input_value() == before
