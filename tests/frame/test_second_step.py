"""The second step of signing in: a code from a phone, or a spare one, in pages of our own."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from tests.browser import Window
from tests.world import PASSWORD, World, address

pytestmark = pytest.mark.django_db


def code(secret: str) -> str:
    """What the app on the phone shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def signed_in(word: str) -> Client:
    """Through the door, as people come in."""
    browser = Client()
    browser.post("/accounts/login/", {"login": address(word), "password": PASSWORD})
    return browser


def turned_on(browser: Client) -> str:
    """Turn the second step on; the secret that the phone has."""
    asked = browser.get("/accounts/2fa/totp/activate/")
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    page = browser.post(asked.headers["Location"], {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    assert "data:image/svg+xml" in page.content.decode() and secret in page.content.decode()
    done = browser.post("/accounts/2fa/totp/activate/", {"code": code(secret)}, follow=True)
    assert done.status_code == 200 and "spare-codes" in done.content.decode()
    return str(secret)


def test_the_second_step_is_turned_on_and_asked_for(world: World) -> None:
    browser = signed_in("manager")
    assert "Включить" in browser.get("/me/").content.decode()
    secret = turned_on(browser)
    assert "Второй шаг включён" in browser.get("/me/").content.decode()
    another = Client()
    asked = another.post("/accounts/login/", {"login": address("manager"), "password": PASSWORD}, follow=True)
    assert asked.redirect_chain[-1][0] == "/accounts/2fa/authenticate/"
    assert another.get("/").status_code == 302
    wrong = another.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200 and 'class="error"' in wrong.content.decode()
    assert another.get("/").status_code == 302
    spare = browser.get("/accounts/2fa/recovery-codes/").context["unused_codes"][0]
    assert another.post("/accounts/2fa/authenticate/", {"code": spare}).status_code == 302
    assert another.get("/").status_code == 200
    assert secret not in browser.get("/me/").content.decode()


def test_an_owner_takes_it_off_whoever_has_lost_their_phone(world: World) -> None:
    turned_on(signed_in("manager"))
    page = signed_in("owner")
    path = f"/owner/people/{world.manager.id}/second-step"
    assert path in page.get("/owner/people/").content.decode()
    assert "одного пароля" in page.get(path).content.decode()
    assert signed_in("head").post(path).status_code == 403
    assert "без второго шага" in page.post(path, follow=True).content.decode()
    assert path not in page.get("/owner/people/").content.decode()
    assert signed_in("manager").get("/").status_code == 200


def test_it_is_turned_off_by_whoever_has_it_on(world: World) -> None:
    browser = signed_in("manager")
    turned_on(browser)
    assert browser.get("/accounts/2fa/totp/deactivate/").status_code == 200
    assert browser.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert signed_in("manager").get("/").status_code == 200


@pytest.mark.browser
def test_its_pages_can_be_used_by_everybody(world: World, window: Window) -> None:
    one = window(world.person("manager"))  # type: ignore[operator]
    for path in ("/accounts/2fa/", "/accounts/reauthenticate/"):
        one.open(path)
        assert one.axe_faults() == []
