"""Errors that clients meet are made in one place each, so that they say what the documentation promises."""

import ast
from collections.abc import Iterator
from pathlib import Path

from server.errors import RETRY_AFTER, ErrorCode, unavailable

ROOT = Path(__file__).parents[2]


def made_by_hand(source: str) -> Iterator[int]:
    """Lines of calls that are given ``ErrorCode.UNAVAILABLE``."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if any(isinstance(value, ast.Attribute) and value.attr == "UNAVAILABLE" for value in given):
                yield node.lineno


def test_unavailable_always_has_retry_after() -> None:
    assert unavailable("Later.").extensions == {
        "code": "UNAVAILABLE",
        "retryAfter": RETRY_AFTER,
        "retryable": True,
    }
    assert unavailable("Later.", retry_after=5.0).extensions["retryAfter"] == 5.0


def test_unavailable_is_made_in_one_place() -> None:
    sources = [path for folder in ("server", "resolvers") for path in (ROOT / folder).rglob("*.py")]
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources
        for line in made_by_hand(path.read_text())
        if path != ROOT / "server/errors.py"
    ]
    assert found == [], f"server.errors.unavailable makes errors with {ErrorCode.UNAVAILABLE}"
