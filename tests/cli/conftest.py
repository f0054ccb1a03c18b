"""The command line in a test: what is said, what went wrong, the exit code."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.world import World, address
from voronka.cli import main


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The document on stdout."""
        return json.loads(self.out)


Voronka = Callable[..., Said]


@pytest.fixture
def voronka(world: World, empty_voronka: Voronka) -> Voronka:
    """`voronka("deal", "list", by="manager")`: run a command in English, in the name of somebody."""
    return empty_voronka


@pytest.fixture
def empty_voronka(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Voronka:
    """The same where there is no company yet."""
    for name in ("LC_ALL", "LC_MESSAGES", "VORONKA_BY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")

    def run(*arguments: object, by: str = "") -> Said:
        capsys.readouterr()
        words = [str(one) for one in arguments] + (["--by", address(by)] if by else [])
        with pytest.raises(SystemExit) as left:
            main(words)
        said = capsys.readouterr()
        return Said(int(left.value.code or 0), said.out, said.err)

    return run
