"""Writes docs/reference from the code: python tools/reference.py [--check]; a test holds the two equal."""

import ast
import dataclasses
import importlib.util
import inspect
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/voronka"
FOLDER = ROOT / "docs/reference"
MADE = "<!-- Written by `make docs`; change the code, then say that. -->\n"

# What each setting is for. A setting of the code without a line here, or the other way round, stops the tool.
SETTINGS = {
    "API_PER_MINUTE": "requests that a token of the API may send in a minute, in each web process",
    "BY": "e-mail of the person in whose name commands act (also `--by`); empty: the first owner",
    "COUNTRY": "country whose telephone numbers are written without a code",
    "DATA": "folder of the installation: SQLite file, uploads, secret, letters",
    "DATABASE_POOL": "connections a process keeps to PostgreSQL",
    "DATABASE_URL": "`postgresql://user:password@host:5432/name`; empty: SQLite in the data folder",
    "DEBUG": "pages tell what went wrong inside; never in earnest",
    "HOST": "address to listen at (also `--host`)",
    "HOSTS": "names under which the site may be opened",
    "HTTPS": "visitors come by HTTPS: cookies and headers insist on it",
    "LANGUAGE": "language of people who have not chosen one: `ru` or `en`",
    "LOG_LEVEL": "how much the processes say: `DEBUG`, `INFO`, `WARNING`, `ERROR`",
    "MAIL_FROM": "sender of letters",
    "MAIL_HOST": "mail server; empty: letters are laid into the data folder as files",
    "MAIL_PASSWORD": "its password",
    "MAIL_PORT": "its port",
    "MAIL_SAFETY": "`starttls`, `tls` or `none`",
    "MAIL_USER": "its user",
    "ORIGINS": "full addresses from which forms may come, when they differ from the site's own",
    "PORT": "port to listen at (also `--port`)",
    "POSTGRES_PROGRAMS": "folder of `pg_dump` and `pg_restore` for backups; empty: found on the path",
    "PROXY": "a reverse proxy stands before us and sets `X-Forwarded-*` itself",
    "SECRET_KEY": "key of sessions and links; empty: made once and kept in the data folder",
    "TIME_ZONE": "time zone of the company",
    "UPLOAD_MEGABYTES": "largest file that may be uploaded",
}
READERS = {"text", "number", "switch", "words", "choice", "secret", "folder"}


ENVELOPE = """\
The envelope of each: stream, sequence, kind, version, `at`, `recorded_at`, `by`, door, process version, data.
A field with `?` may be left out. Names, addresses and free text are never in the log: a fact names their row,
and erasing a person empties the row."""
GUARD = """\
A guard stands in `leave_when` of a stage, by its name or with an argument: `{paid: 50%}`. The door by hand is
where a person makes the fact that it asks for."""
SETTING = """\
Every setting is a variable of the environment and has a default that works. A secret (`SECRET_KEY`,
`DATABASE_URL`, `MAIL_PASSWORD`) may lie in a file instead, which `VORONKA_SECRET_KEY_FILE` and so on name."""


def page(title: str, opening: str, body: str) -> str:
    """A whole page."""
    return f"# {title}\n\n{MADE}\n{opening}\n\n{body}"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return (
        "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
        + "\n"
    )


def said(thing: Any) -> str:
    """The docstring in one line."""
    return one_line(inspect.getdoc(thing))


def events() -> str:
    """Every kind of fact that the log can hold."""
    from voronka.core.events import KINDS

    rows = []
    for kind, cls in sorted(KINDS.items()):
        parts = [f"`{one.name}`" + ("" if required(one) else "?") for one in dataclasses.fields(cls)]
        rows.append([f"`{kind}`", str(cls.version), said(cls), ", ".join(parts)])
    return page("Facts of the log", ENVELOPE, table(["kind", "version", "what happened", "says"], rows))


def required(field: dataclasses.Field[Any]) -> bool:
    """Whether a fact cannot be made without it."""
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def guards() -> str:
    """Every named guard of the passport."""
    from voronka.core.guards import GUARDS

    rows = []
    for name, named in sorted(GUARDS.items()):
        argument = "" if named.argument == "none" else named.argument
        rows.append([f"`{name}`", said(named.rule), argument, ", ".join(named.needs), named.door])
    head = ["guard", "true when", "argument", "looks at", "door by hand"]
    return page("Named guards", GUARD, table(head, rows))


def settings() -> str:
    """Every setting of an installation."""
    found = dict(sorted(settings_in_code()))
    if unknown := set(found) ^ set(SETTINGS):
        raise SystemExit(f"tools/reference.py and the code do not name the same settings: {sorted(unknown)}")
    rows = [[f"`VORONKA_{name}`", found[name], SETTINGS[name]] for name in found]
    return page("Settings", SETTING, table(["setting", "default", "what it is for"], rows))


def settings_in_code() -> Iterator[tuple[str, str]]:
    """Names and defaults, from the calls that read the environment and from the options of commands."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from _setting_of(node)


def _setting_of(call: ast.Call) -> Iterator[tuple[str, str]]:
    function = call.func
    if (
        isinstance(function, ast.Attribute)
        and function.attr in READERS
        and isinstance(function.value, ast.Name)
    ):
        texts = [node.value for node in call.args if isinstance(node, ast.Constant)]
        if function.value.id in {"env", "environment"} and texts:
            default = {"switch": "no"}.get(function.attr, "")
            yield str(texts[0]), str(texts[1]) if len(texts) > 1 else default
    for word in call.keywords:
        if word.arg == "envvar" and isinstance(word.value, ast.Constant):
            yield word.value.value.removeprefix("VORONKA_"), ""


def cli() -> str:
    """Every command with what it takes."""
    from voronka import cli as commands

    parts = []
    for path, command in _commands(commands.root(), ("voronka",)):
        context = command.make_context(path[-1], [], resilient_parsing=True)
        called, pieces = " ".join(path), " ".join(command.collect_usage_pieces(context))
        parts.append(f"## {called}\n\n`{called} {pieces}`\n\n{one_line(command.help)}\n")
        rows = [_parameter(one) for one in command.params if "--help" not in one.opts]
        if rows:
            parts.append(table(["takes", "default", "what it is"], rows))
    return page("Commands", "Exit codes: 0 done, 2 refused by a rule, 1 everything else.", "\n".join(parts))


def _parameter(parameter: Any) -> list[str]:
    default = parameter.default
    shown = "" if callable(default) or default in (None, False, (), []) else str(default)
    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    return [names, shown, one_line(getattr(parameter, "help", ""))]


def one_line(text: str | None) -> str:
    """A text without its line breaks."""
    return " ".join((text or "").split())


def _commands(group: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        if command is not None:
            if hasattr(command, "list_commands"):
                yield from _commands(command, (*path, name))
            else:
                yield (*path, name), command


def api() -> str:
    """Every operation of the API."""
    from voronka.api.v1 import api as operations_of

    rows = []
    for path, operations in sorted(operations_of.get_openapi_schema()["paths"].items()):
        for method, operation in operations.items():
            needs = " ".join(
                f"`{scope}`" for one in operation.get("security", []) for scope in next(iter(one.values()))
            )
            rows.append([f"`{method.upper()} {path}`", operation.get("summary", ""), needs])
    head = ["operation", "what it does", "scope"]
    return page("API", "The schema itself is at `/api/v1/openapi.json`.", table(head, rows))


PASSPORT = """\
A passport is a text in YAML. `[]` stands for each of a list, `.*` for each name of a mapping. A key in bold must be
there. Editors that know JSON Schema complete the keys and check the values by
[passport.schema.json](passport.schema.json), which `voronka passport schema` prints too."""


def passport() -> str:
    """Every key of a passport."""
    from voronka.formats.passport.schema import keys

    parts: dict[str, list[list[str]]] = {}
    for path, key, value, says, must in keys():
        name = f"**`{key}`**" if must else f"`{key}`"
        shown = ", ".join(f"`{one}`" for one in value.get("enum", [])) if key != "currency" else ""
        parts.setdefault(path.removesuffix("."), []).append([name, says, shown])
    body = "\n".join(
        f"## {path or 'The whole'}\n\n{table(['key', 'what it is', 'one of'], rows)}"
        for path, rows in parts.items()
    )
    return page("Keys of a passport", PASSPORT, body)


def passport_schema() -> str:
    """The JSON Schema of a passport."""
    from voronka.formats.passport.schema import schema

    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


EXPORT = """\
`voronka export` writes one JSON object a line, UTF-8, each ended by a line feed. In a `.zip` these lines are
`voronka.jsonl`, and contents of attached files lie beside them as `files/<sha256>`. `thing` says what a line is.

- The first line is `{"thing": "voronka", "format": 1, "program": …, "made_at": …, "secrets": …}`. The format grows
  only when lines of before could be read wrongly; what is new to a reader has another `thing` or another field.
- The last one is `{"thing": "end", "lines": …, "sha256": …}`: the number of lines between the two, and the check sum
  of all bytes before it. A file that was made by hand may leave the check sum out.
- Between them stand rows in the order of the table. Facts of one stream stand behind one another; `position` is a
  fact's place in the whole log. Its hash is the SHA-256 of these, joined by the byte 1F: the hash before it in its
  stream (nothing for the first), stream, seq, kind, version, at, recorded_at, by, door, process_version (`None`
  without one), and data as JSON with sorted keys, without spaces, with letters as they are. What facts say:
  [events.md](events.md).
- Times are ISO 8601 in UTC with microseconds, days `YYYY-MM-DD`, money whole numbers of minor units, references the
  `id` of the other thing. A field with `?` may be left out; one with `*` is there only with `--secrets`."""


def export() -> str:
    """Every kind of line of an export."""
    from voronka.store.carry import taken, things

    rows = []
    for thing in things.THINGS:
        secret = " (only with `--secrets`)" if thing.secret else ""
        names = [
            f"`{one.name}`"
            + ("*" if one.name in thing.secrets else "")
            + ("?" if taken.may_lack(thing, one) else "")
            for one in thing.fields()
        ]
        rows.append([f"`{thing.kind}`", thing.said + secret, ", ".join(names)])
    told = (
        "stream",
        "seq",
        "position",
        "kind",
        "version",
        "at",
        "recorded_at",
        "by",
        "door",
        "process_version",
    )
    fact = [f"`{things.FACT}`", "a fact of the log", ", ".join(f"`{one}`" for one in (*told, "data", "hash"))]
    late = next(place for place, thing in enumerate(things.THINGS) if thing.late)
    rows.insert(late, fact)
    body = table(["thing", "what it is", "fields"], rows)
    for title, listed in (("Made again from these lines", things.FOLLOWS), ("Stays behind", things.LEFT)):
        lines = [[f"`{model._meta.label}`", why] for model, why in listed.items()]
        body += f"\n## {title}\n\n" + table(
            ["table", "from what" if listed is things.FOLLOWS else "why"], lines
        )
    return page("Lines of an export", EXPORT, body)


LISTS = """\
`voronka export LIST --to FILE --where NAME=VALUE` and `POST /api/v1/exports` take a list out by these filters, as its
page has them. Days and moments are ISO 8601; `owner` is the number of a person, or nothing (`owner=`, `null`) for deals
that nobody leads."""


def lists() -> str:
    """Every list that can be taken out, with its filters."""
    from voronka.core.access import RIGHTS as HELD
    from voronka.core.exports import RIGHTS
    from voronka.queries.lists.all import LISTS as KNOWN

    rows = []
    for name, one in KNOWN.items():
        names = ", ".join(f"`{part.name}`" for part in dataclasses.fields(one.filters))
        roles = [role for role, has in HELD.items() if role != "system" and set(RIGHTS[name]) <= has]
        rows.append([f"`{name}`", names, ", ".join(roles)])
    return page("Lists that can be taken out", LISTS, table(["list", "filters", "for whom"], rows))


PAGES: dict[str, Callable[[], str]] = {"events": events, "guards": guards, "settings": settings, "cli": cli}
PAGES["passport"] = passport
PAGES["export"] = export
PAGES["lists"] = lists


def pages() -> dict[str, str]:
    """Every page of the reference as the code has it now."""
    if importlib.util.find_spec("voronka.api.v1"):
        PAGES["api"] = api
    return {
        **{f"{name}.md": page() for name, page in PAGES.items()},
        "passport.schema.json": passport_schema(),
    }


def differences() -> list[str]:
    """Pages that no longer say what the code does."""
    made = pages()
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    return sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name))


def main() -> int:
    """Writes, or checks."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voronka.config.settings")
    os.environ.setdefault("VORONKA_DATA", tempfile.mkdtemp())
    import django

    django.setup()
    if "--check" in sys.argv:
        wrong = differences()
        print("\n".join(f"docs/reference/{name} is not what the code says" for name in wrong))
        return bool(wrong)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
