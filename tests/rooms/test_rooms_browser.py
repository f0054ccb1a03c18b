"""Entry, closing, clients and people in a real browser: keyboard, dialogs, the phone, and axe on every screen."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Window
from tests.world import World
from voronka.actions import clients, closing, entry
from voronka.queries import entry as queries
from voronka.queries.records import deals

Open = Callable[..., Window]
pytestmark = pytest.mark.browser


def told(world: World) -> dict[str, int]:
    """A company in the middle of its week."""
    company = clients.save_company(
        name="ООО «Северный лес»", about="Дома", inn="7707083893", by=world.manager, at=world.later()
    )
    contact = clients.save_contact(
        name="Ирина Соколова", phone="89210000017", company=company, by=world.manager, at=world.later()
    )
    inquiry = entry.receive_inquiry(
        channel="phone", contact=contact, message="Сколько стоит сайт?", by=world.manager, at=world.later()
    ).key
    done = entry.receive_inquiry(channel="phone", name="Пётр", by=world.manager, at=world.later()).key
    entry.close_inquiry(key=done, as_what="spam", by=world.manager, at=world.later())
    deal = world.deal_at("payment", company=company, contact=contact)
    world.pay(deal, 2_000_000)
    handed = world.deal_at("handover", company=company)
    closing.offer_handover(key=handed, note="Ждут чат", by=world.manager, at=world.later())
    back = world.deal_at("handover")
    closing.offer_handover(key=back, by=world.manager, at=world.later())
    closing.return_handover(key=back, reason="Нет доступов", by=world.curator, at=world.later())
    return {"company": company, "contact": contact, "inquiry": inquiry, "deal": deal, "handed": handed}


SCREENS = (
    "/entry/inquiries/",
    "/entry/inquiries/?shown=closed",
    "/entry/inquiries/{inquiry}",
    "/entry/inquiries/new",
    "/entry/inquiries/{inquiry}/do/close",
    "/entry/deals/new?company={company}",
    "/clients/",
    "/clients/?kind=people",
    "/clients/?q=сев",
    "/clients/?q=никого",
    "/clients/companies/{company}",
    "/clients/companies/{company}/edit",
    "/clients/people/{contact}",
    "/clients/people/{contact}/edit",
    "/closing/payments/?period=all",
    "/closing/payments/?period=before",
    "/closing/handovers/",
    "/closing/unpaid/",
    "/closing/deals/{deal}/do/payment",
    "/closing/deals/{deal}/do/refund",
    "/owner/people/",
    "/owner/people/new",
    "/me/",
    "/me/tokens",
)


@pytest.mark.parametrize("width", [1440, 390])
def test_everybody_can_use_every_screen(world: World, window: Open, width: int) -> None:
    keys = told(world)
    one = window(world.person("owner"), width=width)
    for screen in SCREENS:
        page = one.open(screen.format(**keys))
        assert one.axe_faults(dark_too=True) == [], screen
        assert not page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        ), screen


def test_production_can_use_its_screens(world: World, window: Open) -> None:
    told(world)
    one = window(world.person("curator"))
    for screen in ("/closing/handovers/", "/closing/payments/?period=all", "/clients/"):
        one.open(screen)
        assert one.axe_faults() == [], screen


def test_an_inquiry_is_written_down_from_any_page_by_the_keyboard(world: World, window: Open) -> None:
    one = window(world.person("manager"))
    page = one.open("/cycle/board")
    page.keyboard.press("n")
    expect(page.locator("#dialog [name=who]")).to_be_focused()
    assert one.axe_faults() == []
    page.keyboard.type("Ирина 8 921 000-00-17")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Обращение записано")
    expect(page.locator("#dialog")).to_be_hidden()
    line = queries.inbox(world.manager).lines[0]
    assert (line.name, line.phone) == ("Ирина", "+79210000017")
    page.locator(".toast a").click()
    expect(page.locator("h1")).to_have_text("Ирина")


def test_who_is_known_is_offered_while_one_types(world: World, window: Open) -> None:
    keys = told(world)
    one = window(world.person("manager"))
    page = one.open("/entry/inquiries/")
    page.locator("#new-inquiry").click()
    page.locator("#dialog [name=who]").fill("+7 921 000-00-17")
    known = page.locator("#known label", has_text="Ирина Соколова")
    expect(known.locator("input")).to_be_checked()
    assert one.axe_faults() == []
    page.locator("#dialog .btn.go").click()
    expect(page.locator(".toast")).to_be_visible()
    assert queries.inbox(world.manager).lines[0].contact == keys["contact"]


def test_a_lead_opens_its_deal_and_the_inbox_lets_it_go(world: World, window: Open) -> None:
    keys = told(world)
    page = window(world.person("manager")).open("/entry/inquiries/")
    row = page.locator(f"#inquiry-{keys['inquiry']}")
    row.get_by_text("Бриф заполнен").click()
    page.locator("#dialog .btn.go").click()
    expect(page.locator(".toast a")).to_have_text("Перейти к сделке")
    expect(row).to_have_count(0)
    page.locator(".toast a").click()
    expect(page).to_have_url(re.compile(r"/cycle/deals/\d+"))


def pay(page: Page, amount: str, slip: Path) -> None:
    """Fill in the payment on the dialog."""
    page.locator("#dialog [name=amount]").fill(amount)
    page.locator("#dialog [name=proof]").set_input_files(slip)
    page.locator("#dialog .btn.go").click()


@pytest.fixture
def slip(tmp_path: Path) -> Path:
    """A bank slip on the desk."""
    file = tmp_path / "платёжка.pdf"
    file.write_bytes(b"%PDF-1.4 slip")
    return file


def test_what_was_typed_and_the_file_outlive_a_slip_of_the_hand(
    world: World, window: Open, slip: Path
) -> None:
    deal = world.deal_at("payment")
    page = window(world.person("manager")).open(f"/cycle/deals/{deal}")
    page.get_by_role("link", name="Внести оплату").first.click()
    page.locator("#dialog [name=note]").fill("Аванс")
    pay(page, "1,234", slip)
    expect(page.locator("#dialog .error")).to_contain_text("1,234")
    expect(page.locator("#dialog [name=amount]")).to_be_focused()
    expect(page.locator("#dialog [name=note]")).to_have_value("Аванс")
    assert page.locator("#dialog [name=proof]").evaluate("field => field.files[0].name") == "платёжка.pdf"
    page.locator("#dialog [name=amount]").fill("1 234,56 ₽")
    page.locator("#dialog .btn.go").click()
    expect(page.locator(".toast")).to_contain_text("Оплата")
    assert deals.deal(deal, by=world.head, at=world.now).deal.paid == 123456


def test_a_deal_is_paid_handed_over_and_won_by_hand(world: World, window: Open, slip: Path) -> None:
    deal = world.deal_at("payment")
    seller = window(world.person("manager")).open(f"/cycle/deals/{deal}")
    seller.get_by_role("link", name="Внести оплату").first.click()
    pay(seller, "120 000", slip)
    expect(seller.locator(".step[aria-current]")).to_contain_text("Передача")
    seller.get_by_role("link", name="Передать в производство").click()
    seller.locator("#dialog .btn.go").click()
    expect(seller.locator(".toast").last).to_be_visible()
    curator = window(world.person("curator")).open("/closing/handovers/")
    curator.get_by_role("link", name="Принять проект").click()
    curator.locator("#dialog .btn.go").click()
    expect(curator.locator(".toast")).to_contain_text("выиграна")
    expect(curator.get_by_role("link", name="Принять проект")).to_have_count(0)
    assert deals.deal(deal, by=world.head, at=world.now).deal.status == "won"


def test_a_draft_outlives_being_signed_out(world: World, window: Open) -> None:
    one = window(world.person("manager"))
    page = one.open("/entry/inquiries/")
    page.locator("#new-inquiry").click()
    page.locator("#dialog [name=who]").fill("Ирина 89210000017")
    page.locator("#dialog [name=message]").fill("Нужен сайт")
    one.context.clear_cookies()
    page.locator("#dialog .btn.go").click()
    expect(page.locator(".toast.bad")).to_contain_text("вышли")
    one.sign_in(world.person("manager"))
    page = one.open("/entry/inquiries/")
    page.locator("#new-inquiry").click()
    expect(page.locator("#dialog [name=who]")).to_have_value("Ирина 89210000017")
    expect(page.locator("#dialog [name=message]")).to_have_value("Нужен сайт")


def test_the_palette_goes_to_a_client(world: World, window: Open) -> None:
    keys = told(world)
    page = window(world.person("manager")).open("/")
    page.keyboard.press("Control+k")
    page.keyboard.type("северный")
    expect(page.locator("#palette [role=option]").first).to_contain_text("Северный лес")
    page.locator("#palette [role=option]", has_text="Дома").last.click()
    expect(page).to_have_url(re.compile(rf"/clients/companies/{keys['company']}$"))


def test_clients_are_found_as_one_types(world: World, window: Open) -> None:
    told(world)
    clients.save_company(name="Южный берег", by=world.manager, at=world.later())
    page = window(world.person("manager")).open("/clients/")
    page.locator("[name=q]").fill("лес")
    expect(page.locator("#clients")).not_to_contain_text("Южный берег")
    expect(page.locator("#clients")).to_contain_text("Северный лес")


def test_companies_are_offered_to_a_contact_as_one_types(world: World, window: Open) -> None:
    told(world)
    page = window(world.person("manager")).open("/clients/?kind=people")
    page.get_by_role("link", name="Новый контакт").click()
    page.locator("#dialog [name=company_name]").press_sequentially("сев")
    expect(page.locator("#companies option")).to_have_attribute("value", "ООО «Северный лес»")


def test_a_client_is_chosen_for_a_new_deal(world: World, window: Open) -> None:
    keys = told(world)
    page = window(world.person("head")).open("/entry/deals/new")
    page.locator("[name=client]").fill("север")
    page.locator("#choices input[type=radio]").first.check()
    page.locator("[name=title]").fill("Второй сайт")
    page.locator("main .btn.go").click()
    expect(page).to_have_url(re.compile(r"/cycle/deals/\d+$"))
    newest = deals.deals(by=world.head).items[0]
    assert (newest.company, newest.title) == (keys["company"], "Второй сайт")


def test_a_token_is_shown_in_the_dialog_once(world: World, window: Open) -> None:
    one = window(world.person("manager"))
    page = one.open("/me/")
    page.get_by_role("link", name="Новый ключ").click()
    page.locator("#dialog [name=name]").fill("Сайт")
    page.locator("#dialog .btn.go").click()
    expect(page.locator("#secret")).to_have_value(re.compile(r"^vrk_"))
    assert one.axe_faults() == []
    page.locator("#dialog .btn.go").click()
    expect(page.locator("#tokens")).to_contain_text("Сайт")
