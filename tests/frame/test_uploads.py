"""A file beyond the limit is refused before it is read, and told in a sentence."""

import io
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.multipartparser import MultiPartParser
from django.test import Client

from tests.world import World
from voronka.frame.uploads import BESIDES, Bounded
from voronka.store.models import Person

EDGE = b"----edge"
HEAD = b"--" + EDGE + b'\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'


class Unread(io.BytesIO):
    """A body of which nobody may read anything."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise AssertionError("it was read")


def parse(body: io.BytesIO, length: int) -> None:
    meta = {"CONTENT_TYPE": f"multipart/form-data; boundary={EDGE.decode()}", "CONTENT_LENGTH": str(length)}
    MultiPartParser(meta, body, [Bounded()]).parse()


def test_a_body_that_says_it_is_too_long_is_not_read_at_all(settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1000
    with pytest.raises(RequestDataTooBig):
        parse(Unread(), 1001 + BESIDES)


def test_one_that_turns_out_to_be_too_long_is_read_no_further(settings: Any) -> None:
    settings.UPLOAD_LIMIT = 100_000
    body = io.BytesIO(HEAD + b"x" * 900_000 + b"\r\n--" + EDGE + b"--\r\n")
    with pytest.raises(RequestDataTooBig):
        parse(body, 1000)
    assert body.tell() < 400_000


@pytest.mark.parametrize(("language", "said"), [("ru", "Файл может занимать до 1 МБ"), ("en", "up to 1 MB")])
def test_the_page_says_how_large_a_file_may_be(
    world: World, client: Client, settings: Any, language: str, said: str
) -> None:
    client.force_login(world.person("head"), backend=settings.AUTHENTICATION_BACKENDS[0])
    Person.objects.update(language=language)
    settings.UPLOAD_LIMIT = 1 << 20
    answer = client.post(
        "/entry/imports/",
        {"file": SimpleUploadedFile("a.csv", bytes(3 << 20))},
        headers={"Accept-Language": language},
    )
    assert answer.status_code == 413
    assert said in answer.content.decode()


@pytest.mark.parametrize("part", [False, True])
@pytest.mark.parametrize(
    "door",
    [
        "/closing/deals/{deal}/do/payment",
        "/cycle/deals/{deal}/do/invoice",
        "/cycle/deals/{deal}/do/recording",
        "/cycle/deals/{deal}/do/contract",
        "/passport/text",
    ],
)
def test_every_form_with_a_file_answers_a_file_beyond_the_limit_with_the_same_sentence(
    world: World, client: Client, settings: Any, door: str, part: bool
) -> None:
    client.force_login(world.person("owner"), backend=settings.AUTHENTICATION_BACKENDS[0])
    Person.objects.update(language="en")
    settings.UPLOAD_LIMIT = 1 << 20
    sent = SimpleUploadedFile("a.pdf", bytes(3 << 20))
    answer = client.post(
        door.format(deal=world.deal()),
        {"file": sent, "proof": sent},
        headers={"HX-Request": "true"} if part else {},
    )
    said = answer.content.decode()
    assert answer.status_code == 413 and "up to 1 MB" in said
    assert ("<!doctype" in said) is not part
