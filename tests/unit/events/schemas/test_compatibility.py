"""A compatible version of a schema accepts what the version before declared."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from server.events.schemas.compatibility import find_restriction

TEXT = {"type": "string"}
ORDER = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "size": {"type": "integer", "minimum": 0}}}


def object_with(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({}, object_with(coupon=TEXT)),
        (object_with(a=TEXT), object_with(a=TEXT, b={"type": "integer"})),
        (object_with(a={"type": "integer"}), object_with(a={"type": "number"})),
        (object_with(a=TEXT), object_with(a={"type": ["string", "null"]})),
        (object_with(a={"enum": ["x"]}), object_with(a={"enum": ["x", "y"]})),
        (object_with(a={"const": "x"}), object_with(a={"enum": ["y", "x"]})),
        (object_with(a={"minimum": 3, "maxLength": 5}), object_with(a={"minimum": 2, "maxLength": 6})),
        (object_with(a={"pattern": "^a"}), object_with(a={})),
        (object_with(a={"items": {"type": "integer"}}), object_with(a={"items": {"type": "number"}})),
        (ORDER, {**ORDER, "required": []}),
        ({**object_with(a=TEXT), "additionalProperties": False}, object_with(a=TEXT)),
        (object_with(a={"title": "A"}), object_with(a={"description": "B", "examples": [1]})),
        ({"$defs": {"x": TEXT}, **object_with(a={"$ref": "#/$defs/x"})},
         {"$defs": {"x": TEXT, "y": {}}, **object_with(a={"$ref": "#/$defs/x"})}),
    ],
)  # fmt: skip
def test_a_version_may_add_optional_properties_and_allow_more(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert find_restriction(old, new) is None


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ({}, {"required": ["a"]}, "required"),
        (ORDER, {**ORDER, "required": ["id", "size"]}, "required"),
        (object_with(a=TEXT), object_with(), "properties.a"),
        (object_with(a=TEXT), object_with(b=TEXT), "properties.a"),
        (object_with(a={"type": "number"}), object_with(a={"type": "integer"}), "properties.a"),
        (object_with(a={}), object_with(a=TEXT), "properties.a"),
        (object_with(a=TEXT), object_with(a={"type": "boolean"}), "properties.a"),
        (object_with(a={"enum": [1, 2]}), object_with(a={"enum": [1]}), "properties.a"),
        (object_with(a={"enum": [1]}), object_with(a={"enum": [True]}), "properties.a"),
        (object_with(a={}), object_with(a={"const": 1}), "properties.a"),
        (object_with(a={"minimum": 2}), object_with(a={"minimum": 3}), "properties.a.minimum"),
        (object_with(a={}), object_with(a={"maxLength": 3}), "properties.a.maxLength"),
        (object_with(a={"maximum": 2}), object_with(a={"exclusiveMaximum": 3}), "properties.a.exclusiveMaximum"),
        (object_with(a=TEXT), object_with(a={**TEXT, "pattern": "^a"}), "properties.a.pattern"),
        (object_with(a={"anyOf": [TEXT]}), object_with(a={"anyOf": [TEXT, {}]}), "properties.a.anyOf"),
        (object_with(a={}), object_with(a={"uniqueItems": True}), "properties.a.uniqueItems"),
        (object_with(a={"items": {}}), object_with(a={"items": TEXT}), "properties.a.items"),
        (object_with(a={"prefixItems": [TEXT], "items": {}}), object_with(a={"items": {}}), "properties.a.prefixItems"),
        (object_with(a=TEXT), {**object_with(a=TEXT), "additionalProperties": False}, "additionalProperties"),
        ({**object_with(), "additionalProperties": TEXT}, {**object_with(b={"type": "integer"}), "additionalProperties": TEXT},
         "properties.b"),
        (object_with(a={}), object_with(a=False), "properties.a"),
        ({"$defs": {"x": {}}, **object_with(a={"$ref": "#/$defs/x"})}, {"$defs": {"x": TEXT}, **object_with(a={"$ref": "#/$defs/x"})},
         "$defs.x"),
        (object_with(a={"if": {}, "then": {}}), object_with(a={"if": {}}), "properties.a.then"),
    ],
)  # fmt: skip
def test_anything_else_is_named_with_its_place(old: dict[str, Any], new: dict[str, Any], path: str) -> None:
    found = find_restriction(old, new)
    assert found is not None
    assert ".".join(found.path) == path


VALUES = st.sampled_from(
    [0, 1, 2, 2.5, -1, True, False, None, "", "a", "ab", [], [1], ["a", 2], {}, {"a": 1}, {"b": "x"}]
)


def schemas() -> st.SearchStrategy[Any]:
    leaves = st.booleans() | st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["string", "integer", "number", "boolean", "null", "object", "array"])
            | st.lists(st.sampled_from(["string", "integer", "number", "null"]), min_size=1, unique=True),
            "enum": st.lists(VALUES, min_size=1, max_size=4),
            "const": VALUES,
            "minimum": st.integers(-1, 3),
            "exclusiveMaximum": st.integers(-1, 3),
            "maxLength": st.integers(0, 2),
            "minItems": st.integers(0, 2),
            "pattern": st.sampled_from(["^a", "b$"]),
            "multipleOf": st.sampled_from([1, 2]),
        },
    )
    return st.recursive(leaves, _with_inner, max_leaves=6)


def _with_inner(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {},
        optional={
            "properties": st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
            "required": st.lists(st.sampled_from("abc"), unique=True, max_size=2),
            "additionalProperties": inner,
            "items": inner,
            "not": inner,
            "anyOf": st.lists(inner, min_size=1, max_size=2),
            "contains": inner,
        },
    )


OBJECTS = st.dictionaries(st.sampled_from("abc"), st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
), max_size=3)  # fmt: skip


def declared(schema: Any, value: Any) -> bool:
    """Whether every property of a value is declared, on all levels that properties and items describe."""
    if not isinstance(schema, dict):
        return not isinstance(value, dict | list)
    if isinstance(value, dict):
        known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        return all(
            declared(known[name], inner) if name in known else others not in (True, {}) and declared(others, inner)
            for name, inner in value.items()
        )
    if isinstance(value, list):
        return all(declared(schema.get("items", True), inner) for inner in value)
    return True


@given(st.data(), schemas(), OBJECTS)
def test_what_the_version_before_declared_stays_valid(data: st.DataObject, old: Any, event: dict[str, Any]) -> None:
    changes = schemas() if not isinstance(old, dict) else schemas().map(
        lambda new: {**old, **new} if isinstance(new, dict) else new
    )  # fmt: skip
    new = data.draw(changes)
    if find_restriction(old, new) is None and declared(old, event) and Draft202012Validator(old).is_valid(event):
        assert Draft202012Validator(new).is_valid(event)
