"""Ready passports through the API."""

from collections.abc import Callable

from tests.api.conftest import Program
from tests.world import World


def test_a_ready_passport_is_fetched_in_either_language_and_checked(
    world: World, program: Callable[..., Program]
) -> None:
    head = program(world.head)
    found = head.get("/passport/templates?language=ru").json()
    assert len(found) == 6 and found[0]["title"]
    text = head.get("/passport/templates/supply?language=en").json()["text"]
    assert head.post("/passport/check", {"text": text}).json()["errors"] == []
    assert head.get("/passport/templates/bakery").status_code == 404
    assert head.get("/passport/templates?language=de").status_code == 422
