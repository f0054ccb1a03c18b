"""A process in another language: the same rules and ids, with the texts that the passport translates."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from voronka.core.process import Process, Stage

TEXTS: Final = frozenset(
    {"title", "purpose", "instruction", "hint", "result", "gives", "gets", "form", "instead", "text"}
)
"""What people read. Everything else is for the rules and is the same in every language."""


def texts(process: Process) -> dict[str, str]:
    """Every text of the process by its path: `cycle.stages.brief.title`."""
    return dict(_texts(process, ""))


def translated(process: Process, language: str) -> Process:
    """The process as a reader of this language sees it; what is not translated stays as it is written."""
    said = process.texts.get(language)
    if not said or language == process.language:
        return process
    made = _said(process, "", said)
    assert isinstance(made, Process)
    return made


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    for one in fields(value):
        inner = getattr(value, one.name)
        if isinstance(inner, str):
            if one.name in TEXTS and inner:
                yield path + one.name, inner
        elif is_dataclass(inner) and not isinstance(inner, type):
            yield from _texts(inner, f"{path}{one.name}.")
        elif isinstance(inner, tuple):
            for item in inner:
                if is_dataclass(item) and hasattr(item, "id"):
                    yield from _texts(item, f"{path}{one.name}.{item.id}.")


def _said(value: Any, path: str, said: Mapping[str, str]) -> Any:
    changed: dict[str, Any] = {}
    for one in fields(value):
        inner = getattr(value, one.name)
        if isinstance(inner, str):
            if one.name in TEXTS and (text := said.get(path + one.name)):
                changed[one.name] = text
        elif is_dataclass(inner) and not isinstance(inner, type):
            changed[one.name] = _said(inner, f"{path}{one.name}.", said)
        elif isinstance(inner, tuple):
            changed[one.name] = tuple(
                _said(item, f"{path}{one.name}.{item.id}.", said)
                if is_dataclass(item) and hasattr(item, "id")
                else item
                for item in inner
            )
    if isinstance(value, Stage) and "instruction" in changed:
        changed["first_said"] = value.instruction  # who has read it in one language has read it
    return replace(value, **changed) if changed else value
