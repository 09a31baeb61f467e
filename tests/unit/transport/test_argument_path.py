"""The field of an error in a document is the path of the value that is wrong, as it is for a variable."""

from typing import Any

import pytest

from resolvers.schema import build_schema
from server.transport.budget import Limits
from server.transport.documents import Documents
from server.transport.failures import OperationRefused

SCHEMA = build_schema()._schema


def refused(document: str) -> list[dict[str, Any]]:
    with pytest.raises(OperationRefused) as caught:
        Documents(SCHEMA, Limits(), hide_suggestions=True).find(document, None, may_introspect=False)
    return [error["extensions"] for error in caught.value.errors]


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ('subscription { platformAnalytics(every: "10") { revision } }', ["every"]),
        ('subscription ($e: Duration = "25h") { platformAnalytics(every: $e) { revision } }', ["e"]),
        ('{ platformAnalytics(range: {between: {start: "x", end: "2026-01-01T00:00:00Z"}}) { revision } }', None),
        ('{ interactionHistory(userId: "u", types: [LIKE, LIEK]) { revision } }', ["types", 1]),
        ("subscription { platformAnalytics(after: 1) { revision } }", ["after"]),
        ("{ platformAnalytics { revision @include(if: 1) } }", ["if"]),
    ],
)
def test_an_error_names_the_path_of_its_value(document: str, field: list[str | int] | None) -> None:
    assert refused(document) == [
        {"code": "BAD_INPUT", "retryable": False, "field": field or ["range", "between", "start"]}
    ]


@pytest.mark.parametrize("document", ["{ nothing }", "{ contentAnalytics { revision } }", "{ platformAnalytics }"])
def test_an_error_of_no_argument_has_no_field(document: str) -> None:
    assert refused(document) == [{"code": "BAD_INPUT", "retryable": False}]
