"""Where an answer says when it was read, however the document is written."""

import copy
from typing import Any

import pytest
from graphql import FieldNode, FragmentDefinitionNode, OperationDefinitionNode, parse

from server.transport.moments import Moments, blank_moments, find_moments


def moments(text: str) -> Moments:
    document = parse(text)
    [operation] = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    roots = [node for node in operation.selection_set.selections if isinstance(node, FieldNode)]
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    return find_moments(roots, fragments)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ a { total } }", {}),
        ("{ a { asOf total } }", {"a": {"asOf": None}}),
        ("{ it: a { at: asOf asOf } }", {"it": {"at": None, "asOf": None}}),
        ("{ a { ...F } } fragment F on A { asOf b { ...G } } fragment G on B { x: asOf }",
         {"a": {"asOf": None, "b": {"x": None}}}),
        ("{ a { ... on A { asOf } ... { b { asOf } } } }", {"a": {"asOf": None, "b": {"asOf": None}}}),
        ("{ a { b { total } } a { b { asOf } } }", {"a": {"b": {"asOf": None}}}),
        ("{ a { asOf: total } }", {}),
        ("{ a { ... on A { x: asOf } ... on B { x: endedAt } } }", {}),
        ("{ a { asOf @include(if: $x) } }", {"a": {"asOf": None}}),
    ],
)  # fmt: skip
def test_moments_are_found(text: str, expected: Moments) -> None:
    assert moments(text) == expected


@pytest.mark.parametrize(
    ("data", "found", "left"),
    [
        ({"a": {"asOf": 1, "n": 2}}, {"a": {"asOf": None}}, {"a": {"n": 2}}),
        ({"a": None}, {"a": {"asOf": None}}, {"a": None}),
        (None, {"a": {"asOf": None}}, None),
        ({"a": [{"t": 1, "n": 2}, None, [{"t": 3}]]}, {"a": {"t": None}}, {"a": [{"n": 2}, None, [{}]]}),
        ({"a": {"n": 1}}, {"a": {"asOf": None, "left out": {"asOf": None}}}, {"a": {"n": 1}}),
    ],
)
def test_moments_are_removed(data: Any, found: Moments, left: Any) -> None:
    data = copy.deepcopy(data)
    blank_moments(data, found)
    assert data == left
