"""A compatible version of a schema accepts what the version before declared."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from server.events.schemas.compatibility import find_restriction

TEXT = {"type": "string"}
ORDER = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "size": {"type": "integer", "minimum": 0}}}


def shape(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({}, shape(coupon=TEXT)),
        (shape(a=TEXT), shape(a=TEXT, b={"type": "integer"})),
        (shape(a={"type": "integer"}), shape(a={"type": "number"})),
        (shape(a=TEXT), shape(a={"type": ["string", "null"]})),
        (shape(a={"enum": ["x"]}), shape(a={"enum": ["x", "y"]})),
        (shape(a={"const": "x"}), shape(a={"enum": ["y", "x"]})),
        (shape(a={"minimum": 3, "maxLength": 5}), shape(a={"minimum": 2, "maxLength": 6})),
        (shape(a={"pattern": "^a"}), shape(a={})),
        (shape(a={"items": {"type": "integer"}}), shape(a={"items": {"type": "number"}})),
        (ORDER, {**ORDER, "required": []}),
        ({**shape(a=TEXT), "additionalProperties": False}, shape(a=TEXT)),
        (shape(a={"title": "A"}), shape(a={"description": "B", "examples": [1]})),
        ({"$defs": {"x": TEXT}, **shape(a={"$ref": "#/$defs/x"})},
         {"$defs": {"x": TEXT, "y": {}}, **shape(a={"$ref": "#/$defs/x"})}),
    ],
)  # fmt: skip
def test_a_version_may_add_optional_properties_and_allow_more(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert find_restriction(old, new) is None


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ({}, {"required": ["a"]}, "required"),
        (ORDER, {**ORDER, "required": ["id", "size"]}, "required"),
        (shape(a=TEXT), shape(), "properties.a"),
        (shape(a=TEXT), shape(b=TEXT), "properties.a"),
        (shape(a={"type": "number"}), shape(a={"type": "integer"}), "properties.a"),
        (shape(a={}), shape(a=TEXT), "properties.a"),
        (shape(a=TEXT), shape(a={"type": "boolean"}), "properties.a"),
        (shape(a={"enum": [1, 2]}), shape(a={"enum": [1]}), "properties.a"),
        (shape(a={"enum": [1]}), shape(a={"enum": [True]}), "properties.a"),
        (shape(a={}), shape(a={"const": 1}), "properties.a"),
        (shape(a={"minimum": 2}), shape(a={"minimum": 3}), "properties.a.minimum"),
        (shape(a={}), shape(a={"maxLength": 3}), "properties.a.maxLength"),
        (shape(a={"maximum": 2}), shape(a={"exclusiveMaximum": 3}), "properties.a.exclusiveMaximum"),
        (shape(a=TEXT), shape(a={**TEXT, "pattern": "^a"}), "properties.a.pattern"),
        (shape(a={"anyOf": [TEXT]}), shape(a={"anyOf": [TEXT, {}]}), "properties.a.anyOf"),
        (shape(a={}), shape(a={"uniqueItems": True}), "properties.a.uniqueItems"),
        (shape(a={"items": {}}), shape(a={"items": TEXT}), "properties.a.items"),
        (shape(a={"prefixItems": [TEXT], "items": {}}), shape(a={"items": {}}), "properties.a.prefixItems"),
        (shape(a=TEXT), {**shape(a=TEXT), "additionalProperties": False}, "additionalProperties"),
        ({**shape(), "additionalProperties": TEXT}, {**shape(b={"type": "integer"}), "additionalProperties": TEXT},
         "properties.b"),
        (shape(a={}), shape(a=False), "properties.a"),
        ({"$defs": {"x": {}}, "$ref": "#/$defs/x"}, {"$defs": {"x": TEXT}, "$ref": "#/$defs/x"}, "$defs.x"),
        (shape(a={"if": {}, "then": {}}), shape(a={"if": {}}), "properties.a.then"),
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
