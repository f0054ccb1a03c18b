"""The passport as JSON Schema, so that an editor completes keys, says what they are for, and marks what can't be."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from voronka.core.guards import GUARDS
from voronka.core.process import SYSTEM_ROLES
from voronka.formats.passport.answers import NamedAnswer, PassportAnswers
from voronka.formats.passport.guard import MODES
from voronka.formats.passport.keys import SAYS
from voronka.formats.passport.shapes import NAME, PERCENT, SPAN
from voronka.formats.passport.titles import TITLES

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
Say = Callable[[str], str]
Schema = dict[str, Any]


def schema(say: Say = str) -> Schema:
    """The whole schema; `say` translates the sentences of its keys."""
    whole = PassportAnswers.model_json_schema(by_alias=True)
    kinds: dict[str, Schema] = whole.pop("$defs")
    kinds["NamedAnswer"] = NamedAnswer.model_json_schema()
    for name, kind in (*kinds.items(), ("PassportAnswers", whole)):
        _explain(name, kind, say)
    kinds["RoleAnswer"]["properties"]["system"]["enum"] = list(SYSTEM_ROLES)
    made: Schema = {
        "$schema": DIALECT,
        "title": "Voronka passport",
        **_plain({key: value for key, value in whole.items() if key not in ("title", "description")}),
        "$defs": {name: _plain(kind) for name, kind in sorted({**kinds, **_shared()}.items())},
    }
    return made


def keys() -> Iterator[tuple[str, str, Schema, str, bool]]:
    """Every key with the path to its answer, its own schema, what it is for, and whether it must be there."""
    whole = schema()
    yield from _keys("", whole, "PassportAnswers", whole["$defs"])


def _keys(path: str, kind: Schema, name: str, kinds: Mapping[str, Schema]) -> Iterator[Any]:
    for key, value in kind["properties"].items():
        yield path, key, value, SAYS[name][key], key in kind.get("required", ())
    for key, value in kind["properties"].items():
        many = "[]" if "items" in value else (".*" if "additionalProperties" in value else "")
        inner = str(value.get("items", value.get("additionalProperties", value)).get("$ref", ""))
        inner = inner.rpartition("/")[2]
        if inner in SAYS and inner != "NamedAnswer":
            yield from _keys(f"{path}{key}{many}.", kinds[inner], inner, kinds)


def _explain(name: str, kind: Schema, say: Say) -> None:
    """Say what each key is for, instead of the key again with a capital letter."""
    kind.pop("title", None)
    kind.pop("description", None)
    for key, value in kind.get("properties", {}).items():
        value.pop("title", None)
        if value.get("default", ...) in (None, "", [], {}) or isinstance(value.get("default"), dict):
            value.pop("default", None)
        value["description"] = say(SAYS[name][key])


def _plain(value: Any) -> Any:
    """Without the choice of saying nothing: an optional key is left out rather than left empty.

    What many keys have stands where it is said once.
    """
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    options = value.get("anyOf")
    if options and {"type": "null"} in options:
        left = [one for one in options if one != {"type": "null"}]
        rest = {key: inner for key, inner in value.items() if key != "anyOf"}
        value = {**left[0], **rest} if len(left) == 1 else {"anyOf": left, **rest}
    if "patternProperties" in value:
        # A mapping whose keys are names: what stands behind each, and how a name is written.
        ((pattern, inner),) = value["patternProperties"].items()
        rest = {key: one for key, one in value.items() if key != "patternProperties"}
        value = {**rest, "propertyNames": {"pattern": pattern}, "additionalProperties": inner}
    if kind := value.get("x-kind"):
        return {"$ref": f"#/$defs/{kind}"}
    return {key: _plain(inner) for key, inner in value.items()}


def _shared() -> dict[str, Schema]:
    """Kinds that many keys have: a condition, and an id with or without its title."""
    known = sorted({name for titles in TITLES.values() for name in titles})
    return {
        "Condition": _condition(),
        "Named": {
            "anyOf": [
                {"type": "string", "pattern": NAME, "examples": known},
                {"$ref": "#/$defs/NamedAnswer"},
            ]
        },
    }


def _condition() -> Schema:
    """A name, a name with its argument, or an expression; each with a mode, if it is not kept strictly."""
    mode = {"type": "string", "enum": list(MODES), "default": "enforce"}
    bare = [name for name, one in GUARDS.items() if one.argument == "none"]
    with_argument = {
        name: _ARGUMENTS[one.argument] for name, one in GUARDS.items() if one.argument in _ARGUMENTS
    }
    return {
        "anyOf": [
            {"type": "string", "enum": bare},
            {"type": "string", "pattern": r"[^A-Za-z0-9_]"},
            {
                "type": "object",
                "properties": {"guard": {"type": "string"}, "mode": mode},
                "required": ["guard"],
                "additionalProperties": False,
            },
            *(
                {
                    "type": "object",
                    "properties": {name: argument, "mode": mode},
                    "required": [name],
                    "additionalProperties": False,
                }
                for name, argument in with_argument.items()
            ),
        ]
    }


_ARGUMENTS: Final[Mapping[str, Schema]] = {
    "percent": {"type": "string", "pattern": PERCENT},
    "fields": {
        "anyOf": [
            {"type": "string", "pattern": NAME},
            {"type": "array", "items": {"type": "string", "pattern": NAME}, "minItems": 1},
        ]
    },
    "role": {"type": "string", "pattern": NAME},
    "span": {"type": "string", "pattern": SPAN},
}
