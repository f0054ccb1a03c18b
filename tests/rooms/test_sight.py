"""Each page of entry, closing, clients and people before each role: who comes in, and who is told there is nothing."""

import pytest

from tests.rooms.pages import SCRIPT, As, as_
from tests.world import World
from voronka.actions import clients, closing, entry

__all__ = ["as_"]
ROLES = ("owner", "head", "manager", "other_manager", "support", "marketer", "curator", "accountant")
ALL = frozenset(ROLES)
SELLS = {"owner", "head", "manager", "other_manager", "support"}

# page: (who may open it, what the others are answered)
PAGES = {
    "/entry/inquiries/": (SELLS | {"marketer"}, 403),
    "/entry/inquiries/new": (SELLS, 403),
    "/entry/inquiries/known?who=8921": (SELLS, 403),
    "/entry/deals/new": (SELLS, 403),
    "/entry/deals/clients?client=абв": (SELLS, 403),
    "/clients/": (ALL, 403),
    "/clients/?q=абв": (ALL, 403),
    "/clients/companies/new": (SELLS, 403),
    "/clients/people/new": (SELLS, 403),
    "/clients/duplicates": (SELLS, 403),
    "/clients/duplicates?kind=people": (SELLS, 403),
    "/clients/merges": (SELLS, 403),
    "/find?q=абв": (ALL, 403),
    "/closing/payments/": (ALL, 403),
    "/closing/handovers/": (ALL, 403),
    "/closing/unpaid/": (ALL, 403),
    "/owner/people/": ({"owner", "head"}, 403),
    "/owner/people/new": ({"owner", "head"}, 403),
    "/owner/teams/new": ({"owner", "head"}, 403),
    "/owner/company/": ({"owner", "head"}, 403),
    "/owner/company/?year=2024": ({"owner", "head"}, 403),
    "/owner/company/days/2026-12-31": ({"owner", "head"}, 403),
    "/me/": (ALL, 403),
    "/me/tokens": (ALL, 403),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_for_those_whose_work_it_is(as_: As, path: str, role: str) -> None:
    allowed, otherwise = PAGES[path]
    assert as_(role).get(path).status_code == (200 if role in allowed else otherwise)


@pytest.mark.parametrize("path", PAGES)
def test_nobody_comes_in_without_signing_in(world: World, client: object, path: str) -> None:
    assert client.get(path).status_code == 302  # type: ignore[attr-defined]
    assert client.get(path, **SCRIPT).status_code == 401  # type: ignore[attr-defined]


def objects(world: World) -> dict[str, str]:
    """Pages about single things that belong to the first manager, on the way to production's hands."""
    company = clients.save_company(name="Ромашка", by=world.manager, at=world.later())
    inquiry = entry.receive_inquiry(channel="phone", name="Ирина", by=world.manager, at=world.later()).key
    deal = world.deal_at("payment", company=company)
    proof = world.file()
    closing.receive_payment(
        key=deal, amount=100, paid_on=world.now.date(), proof=proof, by=world.manager, at=world.later()
    )
    return {
        "inquiry": f"/entry/inquiries/{inquiry}",
        "answer": f"/entry/inquiries/{inquiry}/do/answer",
        "promote": f"/entry/inquiries/{inquiry}/do/promote",
        "company": f"/clients/companies/{company}",
        "edit": f"/clients/companies/{company}/edit",
        "payment": f"/closing/deals/{deal}/do/payment",
        "refund": f"/closing/deals/{deal}/do/refund",
        "void": f"/closing/deals/{deal}/do/void",
        "handover": f"/closing/deals/{deal}/do/handover",
        "accept": f"/closing/deals/{deal}/do/accept",
        "file": f"/closing/files/{proof}/",
    }


SIGHT = {
    "manager": {"inquiry", "answer", "promote", "company", "edit", "payment", "handover", "file"},
    "other_manager": {"company", "edit"},
    "support": {"inquiry", "answer", "promote", "company", "edit", "handover", "file"},
    "curator": set(),
    "accountant": {"company", "payment", "refund", "file"},
    "marketer": {"inquiry", "company", "file"},
    "owner": {"inquiry", "answer", "promote", "company", "edit", "payment", "refund", "void", "handover", "accept",
              "file"},
}  # fmt: skip
FORBIDDEN = {  # the right itself is lacking: that is said before anything is looked up
    "manager": {"refund", "void", "accept"},
    "other_manager": {"refund", "void", "accept"},
    "support": {"payment", "refund", "void", "accept"},
    "curator": {"inquiry", "answer", "promote", "edit", "payment", "refund", "void", "handover"},
    "accountant": {"inquiry", "answer", "promote", "edit", "void", "handover", "accept"},
    "marketer": {"answer", "promote", "edit", "payment", "refund", "void", "handover", "accept"},
    "owner": set(),
}


@pytest.mark.parametrize("role", SIGHT)
def test_a_foreign_thing_is_as_if_it_were_not_there(world: World, as_: As, role: str) -> None:
    browser, answered = as_(role), {}
    for word, path in objects(world).items():
        status = browser.get(path).status_code
        answered[word] = {200: "seen", 403: "forbidden", 404: "nothing"}[status]
    assert {word for word, said in answered.items() if said == "seen"} == SIGHT[role]
    assert {word for word, said in answered.items() if said == "forbidden"} == FORBIDDEN[role]


@pytest.mark.parametrize(
    "path",
    [
        "/entry/inquiries/999999",
        "/entry/inquiries/999999/do/answer",
        "/clients/companies/999999",
        "/clients/people/999999/edit",
        "/closing/deals/999999/do/payment",
        "/closing/deals/1/do/nonsense",
        "/closing/files/999999/",
        "/owner/people/999999",
        "/entry/deals/new?company=999999",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(as_: As, path: str) -> None:
    answer = as_("owner").get(path)
    assert answer.status_code == 404
    assert "<!doctype html>" in answer.content.decode()


def test_production_reads_a_proof_once_the_project_is_offered_to_it(world: World, as_: As) -> None:
    deal, browser = world.deal_at("handover"), as_("curator")
    file = world.file()
    closing.receive_payment(
        key=deal, amount=100, paid_on=world.now.date(), proof=file, by=world.manager, at=world.later()
    )
    assert browser.get(f"/closing/files/{file}/").status_code == 404
    closing.offer_handover(key=deal, to=world.curator.id, by=world.manager, at=world.later())
    answer = browser.get(f"/closing/files/{file}/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[arg-type]


def test_a_file_is_saved_and_never_shown_inside_our_pages(world: World, as_: As) -> None:
    evil = world.file(b"<html><script>alert(1)</script>")
    answer = as_("head").get(f"/closing/files/{evil}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
