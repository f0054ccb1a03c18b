"""Keeps the Russian catalogue complete; English sentences of the code are its keys. Needs no GNU gettext.

    python tools/messages.py set < pairs.json   {"Save": "Сохранить", "%(n)s deal|||%(n)s deals": ["…", …]}
    python tools/messages.py make [--prune]     take every sentence of the code in, say what waits, compile
    python tools/messages.py check              complete, equal placeholders, nothing unused, nothing bare

A sentence with a context is written "context\\u0004sentence". In floors without Django a sentence that
is shown later is marked with N_("...").
"""

import argparse
import ast
import fcntl
import html
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib

SOURCE = Path(__file__).resolve().parent.parent / "src/voronka"
CATALOGUE = SOURCE / "locale/ru/LC_MESSAGES/django.po"
FORMS = 3
HEADER = {
    "Project-Id-Version": "Voronka",
    "Language": "ru",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
    "(n%100<12 || n%100>14) ? 1 : 2);",
}

# How many leading string arguments each call takes: (context?, plural?).
CALLS = {
    "_": (False, False),
    "N_": (False, False),
    "gettext": (False, False),
    "gettext_lazy": (False, False),
    "gettext_noop": (False, False),
    "ngettext": (False, True),
    "ngettext_lazy": (False, True),
    "pgettext": (True, False),
    "pgettext_lazy": (True, False),
    "npgettext": (True, True),
    "npgettext_lazy": (True, True),
}


class Message(NamedTuple):
    """One sentence to be translated."""

    context: str
    one: str
    many: str = ""

    def __str__(self) -> str:
        key = f"{self.context}\x04{self.one}" if self.context else self.one
        return f"{key}|||{self.many}" if self.many else key


def message_of(key: str) -> Message:
    """A key of the JSON as a message."""
    context, _, rest = key.rpartition("\x04")
    one, _, many = rest.partition("|||")
    return Message(context, one, many)


# --- reading the code -----------------------------------------------------------------------------


def in_python(path: Path) -> Iterator[Message]:
    """Messages of a module, found in its syntax tree; names imported under another name are followed."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = dict(CALLS)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for name in node.names:
                if name.name in CALLS and name.asname:
                    calls[name.asname] = CALLS[name.name]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in calls:
                yield from _message(calls[called], [_text(argument) for argument in node.args])


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _message(shape: tuple[bool, bool], texts: list[str | None]) -> Iterator[Message]:
    with_context, with_plural = shape
    needed = 1 + with_context + with_plural
    if len(texts) >= needed and all(texts[:needed]):
        context = texts.pop(0) if with_context else ""
        yield Message(context or "", texts[0] or "", (texts[1] or "") if with_plural else "")


_STRING = r"""u?(?P<quote%d>'''|\"\"\"|'|")(?:\\.|(?!(?P=quote%d)).)*(?P=quote%d)"""
_CALL = re.compile(
    r"\b(?P<name>n?p?gettext|_)\(\s*(?P<a>" + _STRING % (1, 1, 1) + r")"
    r"(?:\s*,\s*(?P<b>" + _STRING % (2, 2, 2) + r"))?(?:\s*,\s*(?P<c>" + _STRING % (3, 3, 3) + r"))?",
    re.DOTALL,
)


def in_template(path: Path) -> Iterator[Message]:
    """Messages of a template, through Django's own reading of its tags."""
    from django.utils.translation.template import templatize

    for call in _CALL.finditer(templatize(path.read_text(encoding="utf-8"), origin=str(path))):
        texts = [ast.literal_eval(call[part]) if call[part] else None for part in "abc"]
        yield from _message(CALLS[call["name"]], texts)


def templates() -> list[Path]:
    """Every template of the package."""
    return [
        path
        for path in sorted(SOURCE.rglob("*"))
        if path.suffix in {".html", ".txt"} and "templates" in path.parts
    ]


def wanted() -> dict[Message, str]:
    """Every message of the code, with the first file that says it."""
    django_configured()
    found: dict[Message, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for message in in_python(path):
            found.setdefault(message, str(path.relative_to(SOURCE)))
    for path in templates():
        for message in in_template(path):
            found.setdefault(message, str(path.relative_to(SOURCE)))
    return found


def django_configured() -> None:
    """Reading templates asks Django for one setting; no project settings are needed for it."""
    from django.conf import settings

    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        settings.configure()


# --- bare text: what a template shows without asking for its translation --------------------------

_TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
_UNSEEN = re.compile(
    r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->|<(script|style)\b.*?</\1>", re.DOTALL
)
_SPOKEN = re.compile(r"""\b(?:title|alt|placeholder|aria-label|aria-description|label)=("[^"]*"|'[^']*')""")
_WORD = re.compile(r"[A-Za-zА-Яа-яЁё]{2,}")
_NAMES = {
    "Voronka",
    "Ctrl",
    "Alt",
    "Shift",
    "Esc",
    "Enter",
    "Cmd",
    "Tab",
    "Space",
    "Home",
    "End",
    "API",
    "CLI",
}
_NAMES |= {"YAML", "JSON", "CSV", "PDF", "ID"}


def bare_text(path: Path) -> list[str]:
    """Words of a template that stay in one language."""
    text = _UNSEEN.sub(" ", _TRANSLATED.sub(" ", path.read_text(encoding="utf-8")))
    text = re.sub(r"{[{%].*?[%}]}", "\x00", text, flags=re.DOTALL)
    spoken = [match[1] for match in _SPOKEN.finditer(text)]
    spoken += re.split(r"<[^>]*>", text)
    words = [html.unescape(piece) for piece in spoken]
    return [" ".join(piece.split()) for piece in words if set(_WORD.findall(piece)) - _NAMES]


# --- the catalogue --------------------------------------------------------------------------------


def opened() -> polib.POFile:
    """The catalogue, or a new one."""
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), wrapwidth=110)
    made = polib.POFile(wrapwidth=110)
    made.metadata = dict(HEADER)
    return made


def entries(catalogue: polib.POFile) -> dict[Message, polib.POEntry]:
    """The catalogue by message."""
    return {
        Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""): entry
        for entry in catalogue
        if not entry.obsolete
    }


def put(catalogue: polib.POFile, message: Message, said: str | list[str]) -> None:
    """Writes one translation over whatever was there."""
    entry = entries(catalogue).get(message)
    if entry is None:
        entry = polib.POEntry(
            msgctxt=message.context or None, msgid=message.one, msgid_plural=message.many or ""
        )
        catalogue.append(entry)
    if message.many:
        entry.msgstr_plural = dict(enumerate(said or [""] * FORMS))
    else:
        entry.msgstr = str(said)


def written(catalogue: polib.POFile) -> None:
    """Saves the catalogue in the order of its keys, so that two additions rarely meet in one line."""
    catalogue.metadata = dict(HEADER)
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    for path, text in (
        (CATALOGUE, str(catalogue).encode() + b"\n"),
        (CATALOGUE.with_suffix(".mo"), catalogue.to_binary()),
    ):
        draft = path.with_suffix(path.suffix + ".new")
        draft.write_bytes(text)
        draft.replace(path)


def locked() -> int:
    """One writer at a time; the lock goes with the process."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(CATALOGUE.parent, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


# --- the checks -----------------------------------------------------------------------------------

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd](?!\w)|{\w+}")


def translation_faults(message: Message, said: list[str]) -> Iterator[str]:
    """What is wrong with one translation."""
    if not all(text.strip() for text in said) or not said:
        yield "is not translated"
    elif message.many and len(said) != FORMS:
        yield f"needs {FORMS} forms (1 сделка, 2 сделки, 5 сделок), has {len(said)}"
    else:
        asked = sorted(set(_PLACEHOLDER.findall(message.many or message.one)))
        for text in said:
            if sorted(set(_PLACEHOLDER.findall(text))) != asked:
                yield f"placeholders differ in «{text}»: {', '.join(asked) or 'none'} expected"


def faults() -> list[str]:
    """Everything that keeps a language from being complete; empty when both are."""
    code = wanted()
    catalogue = opened()
    kept = entries(catalogue)
    told = [
        f"{code[message]}: «{message}» is not in the catalogue" for message in code if message not in kept
    ]
    for message, entry in kept.items():
        if message not in code:
            told.append(f"catalogue: «{message}» is said nowhere")
        said = (
            [entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)]
            if message.many
            else [entry.msgstr]
        )
        told += [f"catalogue: «{message}» {fault}" for fault in translation_faults(message, said)]
        if entry.fuzzy:
            told.append(f"catalogue: «{message}» is marked fuzzy")
    for path in templates():
        told += [f"{path.relative_to(SOURCE)}: «{text}» stays in one language" for text in bare_text(path)]
    compiled = CATALOGUE.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != catalogue.to_binary():
        told.append("catalogue: django.mo is not what django.po says; `make messages` compiles it")
    return told


# --- the commands ---------------------------------------------------------------------------------


def command_set() -> int:
    """Takes translations from standard input."""
    pairs: dict[str, str | list[str]] = json.load(sys.stdin)
    wrong = []
    for key, said in pairs.items():
        message = message_of(key)
        if bool(message.many) != isinstance(said, list):
            wrong.append(f"«{key}»: a plural takes a list of {FORMS} forms, a single sentence takes one text")
        else:
            texts = said if isinstance(said, list) else [said]
            wrong += [f"«{key}» {fault}" for fault in translation_faults(message, texts)]
    if wrong:
        print("\n".join(wrong), "nothing was written", sep="\n", file=sys.stderr)
        return 1
    locked()
    catalogue = opened()
    for key, said in pairs.items():
        put(catalogue, message_of(key), said)
    written(catalogue)
    print(f"{len(pairs)} set, {len(catalogue)} in the catalogue")
    return 0


def command_make(prune: bool) -> int:
    """Brings the catalogue up to the code."""
    code = wanted()
    locked()
    catalogue = opened()
    for message in code:
        if message not in entries(catalogue):
            put(catalogue, message, "")
    for message, entry in entries(catalogue).items():
        if prune and message not in code:
            catalogue.remove(entry)
    written(catalogue)
    return command_check()


def command_check() -> int:
    """Prints what is missing."""
    told = faults()
    print("\n".join(told) or f"both languages are complete: {len(opened())} messages")
    return bool(told)


def main() -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["set", "make", "check"])
    parser.add_argument("--prune", action="store_true", help="drop what the code no longer says")
    asked = parser.parse_args()
    if asked.command == "set":
        return command_set()
    return command_make(asked.prune) if asked.command == "make" else command_check()


if __name__ == "__main__":
    sys.exit(main())
