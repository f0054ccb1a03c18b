"""Settings come from the environment, have defaults that work, and say in a sentence what they did not understand."""

import os
import stat
import threading
from pathlib import Path

import pytest

from voronka.config import environment as env


@pytest.fixture
def name(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv("VORONKA_X", raising=False)
    return monkeypatch


def test_nothing_said_means_the_default(name: pytest.MonkeyPatch) -> None:
    assert env.text("X", "a") == "a"
    assert env.number("X", 5) == 5
    assert env.switch("X") is False and env.switch("X", True) is True
    assert env.words("X", "a b") == ["a", "b"]
    assert env.choice("X", ("ru", "en"), "ru") == "ru"
    assert env.secret("X") == ""


def test_what_is_said_is_read(name: pytest.MonkeyPatch, tmp_path: Path) -> None:
    name.setenv("VORONKA_X", " 42 ")
    assert env.number("X", 5) == 42
    name.setenv("VORONKA_X", "Yes")
    assert env.switch("X") is True
    name.setenv("VORONKA_X", "a.ru, b.ru  c.ru")
    assert env.words("X") == ["a.ru", "b.ru", "c.ru"]
    file = tmp_path / "password"
    file.write_text("кот\n")
    name.setenv("VORONKA_X_FILE", str(file))
    assert env.secret("X") == "кот"


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("abc", lambda: env.number("X", 1)),
        ("-1", lambda: env.number("X", 1)),
        ("0", lambda: env.number("X", 1, least=1)),
        ("maybe", lambda: env.switch("X")),
        ("de", lambda: env.choice("X", ("ru", "en"), "ru")),
        ("/proc/nowhere/at/all", lambda: env.folder("X", "var")),
    ],
)
def test_what_is_not_understood_is_said_in_one_sentence(
    name: pytest.MonkeyPatch, value: str, read: object
) -> None:
    name.setenv("VORONKA_X", value)
    with pytest.raises(SystemExit, match=r"^voronka: VORONKA_X=.* was not understood: "):
        read()  # type: ignore[operator]


def test_a_secret_whose_file_is_away_is_said(name: pytest.MonkeyPatch, tmp_path: Path) -> None:
    name.setenv("VORONKA_X_FILE", str(tmp_path / "none"))
    with pytest.raises(SystemExit, match="the file cannot be read"):
        env.secret("X")


def test_the_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(env.kept_secret(tmp_path / "secret"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1 and len(found) == 8 and len(found[0]) > 50
    assert stat.S_IMODE(os.stat(tmp_path / "secret").st_mode) == 0o600


def test_an_empty_address_is_sqlite_in_the_data_folder(tmp_path: Path) -> None:
    one = env.database("", tmp_path, 8)
    assert one["ENGINE"] == "voronka.store.backend"
    assert one["NAME"] == str(tmp_path / "voronka.sqlite3")
    assert one["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in one["OPTIONS"]["init_command"]
    assert "mmap" not in one["OPTIONS"]["init_command"]


def test_an_address_of_postgresql_is_taken_apart(tmp_path: Path) -> None:
    one = env.database("postgresql://us%40er:p%2Fw@db.local:6432/sales?sslmode=require", tmp_path, 12)
    assert (one["USER"], one["PASSWORD"], one["HOST"], one["PORT"], one["NAME"]) == (
        "us@er", "p/w", "db.local", "6432", "sales",
    )  # fmt: skip
    assert one["OPTIONS"]["sslmode"] == "require"
    assert one["OPTIONS"]["pool"]["max_size"] == 12
    assert one["CONN_MAX_AGE"] == 0
    assert env.database("postgres:///sales?host=/run/postgresql", tmp_path, 8)["HOST"] == "/run/postgresql"


def test_another_database_is_not_understood(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="postgresql://user"):
        env.database("mysql://u@h/n", tmp_path, 8)
