"""Whether a version of a schema is compatible with the one before.

A version is compatible if every event of the version before stays valid in it, as far as that declared its properties.
So a version may declare further optional properties and allow more values; it may not require, remove or restrict
anything. Of keywords whose effect cannot be compared, such as ``anyOf``, it must have the same or none.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

import msgspec

Schema: TypeAlias = Mapping[str, Any] | bool
Path: TypeAlias = tuple[str, ...]


class Restriction(NamedTuple):
    """The first thing that makes a version incompatible.

    Attributes:
        path: Where in the schema.
        fact: What it does, such as ``requires `orderId```.
    """

    path: Path
    fact: str


_ENCODER = msgspec.json.Encoder(order="deterministic")
_NOTES = frozenset((
    *("$schema", "$id", "$comment", "$anchor", "title", "description", "default", "examples", "deprecated"),
    *("readOnly", "writeOnly", "contentMediaType", "contentEncoding", "contentSchema"),
))  # fmt: skip
"""Keywords that refuse nothing."""
_LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_TOGETHER = (("if", "then", "else"), ("contains", "minContains", "maxContains"))
"""Keywords whose effect depends on the others: they stay or go together."""
_MEMBERS = ("properties", "required", "patternProperties", "additionalProperties", "unevaluatedProperties")


def find_restriction(old: Schema, new: Schema, path: Path = ()) -> Restriction | None:
    """What a schema restricts that the one before did not; None if it is compatible.

    Args:
        old: The JSON Schema before.
        new: The new one.
        path: Where they are in the whole.
    """
    if new is True or old is False or _same(old, new):
        return None
    if new is False:
        return Restriction(path, "refuses every value")
    old = {} if isinstance(old, bool) else old
    assert not isinstance(new, bool)
    for check in _CHECKS:
        found = check(old, new, path)
        if found is not None:
            return found
    return None


def _types(old: Mapping[str, Any], new: Mapping[str, Any], path: Path) -> Restriction | None:
    if "type" not in new:
        return None
    allowed = _listed(new["type"])
    if "number" in allowed:
        allowed.add("integer")
    if "type" not in old:
        # the root is always an object
        return None if not path and "object" in allowed else Restriction(path, "restricts the type")
    lost = sorted(_listed(old["type"]) - allowed)
    return Restriction(path, f"no longer allows the type {lost[0]}") if lost else None


def _listed(types: str | list[str]) -> set[str]:
    return {types} if isinstance(types, str) else set(types)


def _values(old: Mapping[str, Any], new: Mapping[str, Any], path: Path) -> Restriction | None:
    before, after = _allowed(old), _allowed(new)
    if after is None:
        return None
    if before is None:
        return Restriction(path, "restricts the values")
    lost = [value for value in before if not any(_same(value, other) for other in after)]
    return Restriction(path, f"no longer allows the value {lost[0]!r}") if lost else None


def _allowed(schema: Mapping[str, Any]) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    return schema.get("enum")


def _same(one: object, other: object) -> bool:
    return _ENCODER.encode(one) == _ENCODER.encode(other)  # for Python, true equals 1


def _bounds(old: Mapping[str, Any], new: Mapping[str, Any], path: Path) -> Restriction | None:
    for names, sign in ((_LOWER_BOUNDS, 1), (_UPPER_BOUNDS, -1)):
        for name in names:
            if name in new and (name not in old or sign * new[name] > sign * old[name]):
                return Restriction((*path, name), f"restricts `{name}`")
    return None


def _members(old: Mapping[str, Any], new: Mapping[str, Any], path: Path) -> Restriction | None:
    """What it says about the properties of an object."""
    before, after = old.get("properties", {}), new.get("properties", {})
    for name in new.get("required", ()):
        if name not in old.get("required", ()):
            return Restriction((*path, "required"), f"requires `{name}`")
    undeclared: Schema = old.get("additionalProperties", True)
    for name, schema in after.items():
        known: Schema | None = before.get(name)
        if known is None and undeclared is not True and undeclared != {}:
            known = undeclared
        if known is not None and (found := find_restriction(known, schema, (*path, "properties", name))) is not None:
            return found
    for name in before:
        if name not in after:
            return Restriction((*path, "properties", name), f"no longer declares `{name}`")
    return find_restriction(
        undeclared, new.get("additionalProperties", True), (*path, "additionalProperties")
    ) or _unequal(old, new, path, ("patternProperties", "unevaluatedProperties"), may_go=False)


def _elements(old: Mapping[str, Any], new: Mapping[str, Any], path: Path) -> Restriction | None:
    """What it says about the elements of a list."""
    found = _unequal(old, new, path, ("prefixItems", "additionalItems", "unevaluatedItems"), may_go=False)
    if found is not None or "items" not in new:
        return found
    before, after = old.get("items", True), new["items"]
    if isinstance(before, list) or isinstance(after, list):
        return _unequal(old, new, path, ("items",), may_go=False)
    return find_restriction(before, after, (*path, "items"))


def _together(old: Mapping[str, Any], new: Mapping[str, Any], path: Path) -> Restriction | None:
    for group in _TOGETHER:
        if any(name in new for name in group):
            found = _unequal(old, new, path, group, may_go=False)
            if found is not None:
                return found
    return None


def _named(old: Mapping[str, Any], new: Mapping[str, Any], path: Path) -> Restriction | None:
    """Definitions that references name."""
    for word in ("$defs", "definitions"):
        for name, schema in new.get(word, {}).items():
            before = old.get(word, {}).get(name)
            if before is not None and not _same(before, schema):
                return Restriction((*path, word, name), f"changes the definition `{name}`")
    return None


_COMPARED = frozenset((
    *(*_NOTES, "type", "const", "enum", *_LOWER_BOUNDS, *_UPPER_BOUNDS, *_MEMBERS),
    *("items", "prefixItems", "additionalItems", "unevaluatedItems", "$defs", "definitions"),
    *(*_TOGETHER[0], *_TOGETHER[1]),
))  # fmt: skip


def _others(old: Mapping[str, Any], new: Mapping[str, Any], path: Path) -> Restriction | None:
    return _unequal(old, new, path, tuple(name for name in new if name not in _COMPARED), may_go=True)


def _unequal(
    old: Mapping[str, Any], new: Mapping[str, Any], path: Path, names: tuple[str, ...], *, may_go: bool
) -> Restriction | None:
    for name in names:
        if name in new and (name not in old or not _same(old[name], new[name])):
            return Restriction((*path, name), f"changes `{name}`, whose effect is not compared")
        if name in old and name not in new and not may_go:
            return Restriction((*path, name), f"no longer has `{name}`, whose effect is not compared")
    return None


_CHECKS: tuple[Callable[[Mapping[str, Any], Mapping[str, Any], Path], Restriction | None], ...] = (
    *(_types, _values, _bounds, _members, _elements, _together, _named, _others),
)
