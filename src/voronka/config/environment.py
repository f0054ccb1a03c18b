"""Reads typed settings from the environment: `VORONKA_<NAME>`, and `VORONKA_<NAME>_FILE` for secrets."""

import os
import secrets
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

PREFIX = "VORONKA_"
TRUE, FALSE = {"1", "yes", "true", "on"}, {"0", "no", "false", "off", ""}


class BadSetting(SystemExit):
    """A setting that cannot be understood stops the start with one sentence instead of a traceback."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"voronka: {PREFIX}{name}={value!r} was not understood: {wanted}")


def text(name: str, default: str = "") -> str:
    """The value as it stands."""
    return os.environ.get(PREFIX + name, default).strip()


def number(name: str, default: int, least: int = 0) -> int:
    """A whole number not below `least`."""
    raw = text(name)
    if not raw:
        return default
    if not raw.isdecimal() or int(raw) < least:
        raise BadSetting(name, raw, f"a whole number from {least} is needed")
    return int(raw)


def switch(name: str, default: bool = False) -> bool:
    """Yes or no."""
    raw = text(name).lower()
    if PREFIX + name not in os.environ:
        return default
    if raw not in TRUE | FALSE:
        raise BadSetting(name, raw, "yes or no is needed")
    return raw in TRUE


def words(name: str, default: str = "") -> list[str]:
    """A list divided by commas or spaces."""
    return text(name, default).replace(",", " ").split()


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of the allowed words."""
    raw = text(name).lower() or default
    if raw not in allowed:
        raise BadSetting(name, raw, "one of " + ", ".join(allowed))
    return raw


def secret(name: str, default: str = "") -> str:
    """A value from the variable itself or, better, from the file that `<NAME>_FILE` names."""
    path = text(name + "_FILE")
    if not path:
        return text(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadSetting(name + "_FILE", path, f"the file cannot be read ({error.strerror})") from None


def folder(name: str, default: str) -> Path:
    """An absolute folder, made for the owner only when it is not there yet."""
    path = Path(text(name, default) or default).expanduser().absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(name, str(path), f"the folder cannot be made ({error.strerror})") from None
    return path


def package(name: str) -> Path:
    """The folder of an installed package, without importing it."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"voronka: the package {name} is not installed")
    return Path(spec.submodule_search_locations[0])


def kept_secret(path: Path) -> str:
    """The secret kept in a file; made once, readable by the owner only, safe when two processes start at once."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _when_written(path)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        made = secrets.token_urlsafe(50)
        file.write(made)
    return made


def _when_written(path: Path) -> str:
    """The other process may be between making the file and writing into it."""
    for _ in range(200):
        if kept := path.read_text(encoding="ascii").strip():
            return kept
        time.sleep(0.01)
    raise SystemExit(
        f"voronka: {path} is empty; remove it and start again (everyone will have to sign in anew)"
    )


def database(url: str, data: Path, pool: int) -> dict[str, Any]:
    """Django's DATABASES entry for an address; an empty one means the SQLite file of the installation."""
    if not url or url.startswith("sqlite:"):
        path = url.removeprefix("sqlite:").removeprefix("//") or str(data / "voronka.sqlite3")
        # A thread keeps its connection: opening one costs more than many a page, and its cache would be cold.
        return {
            "ENGINE": "voronka.store.backend",
            "NAME": path,
            "CONN_MAX_AGE": None,
            "OPTIONS": SQLITE_OPTIONS,
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise BadSetting("DATABASE_URL", parts.scheme, "postgresql://user:password@host:5432/name or nothing")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }


# FULL, so that an acknowledged change survives a loss of power; never mmap (it can corrupt a WAL file).
SQLITE_OPTIONS = {
    "timeout": 20,
    "cached_statements": 512,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-16000;"
        "PRAGMA journal_size_limit=67108864;"
    ),
}
