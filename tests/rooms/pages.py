"""Browsers of the story's people, for tests of rooms without a real browser."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from tests.world import World

SCRIPT = {"HTTP_HX_REQUEST": "true"}
"""What our own scripts send with every request."""

As = Callable[[str], Client]


@pytest.fixture
def as_(world: World) -> As:
    """`as_("manager").get("/clients/")`."""

    def browser(word: str) -> Client:
        client = Client()
        client.force_login(world.person(word), backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return browser
