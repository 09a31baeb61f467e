"""Errors that clients meet are made in one place each, so that they say what the documentation promises."""

import ast
from collections.abc import Iterator
from math import ceil
from pathlib import Path

import pytest

from server.errors import RETRY_AFTER, SPREAD_SECONDS, ErrorCode, ViewpulseError, limit_exceeded, unavailable
from server.transport.failures import refuse, retry_header

ROOT = Path(__file__).parents[2]
MADE_IN_ONE_PLACE = {"UNAVAILABLE": "unavailable", "LIMIT_EXCEEDED": "limit_exceeded"}


def made_by_hand(source: str, code: str) -> Iterator[int]:
    """Lines of calls that are given this code; errors of a class of their own say by themselves when to retry."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) != "super().__init__":
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            named = {ast.unparse(value) for value in given if isinstance(value, ast.Attribute)}
            if f"ErrorCode.{code}" in named:
                yield node.lineno


def retry_after(error: ViewpulseError) -> float:
    found = error.extensions["retryAfter"]
    assert isinstance(found, float)
    return found


@pytest.mark.parametrize("code", ErrorCode)
def test_each_error_says_whether_a_retry_may_help(code: ErrorCode) -> None:
    assert ViewpulseError(code, "No.").extensions == {"code": code, "retryable": False}
    assert set(ViewpulseError(code, "Later.", retry_after=1.0).extensions) == {"code", "retryable", "retryAfter"}
    assert ViewpulseError(code, "Later.", retry_after=1.0).extensions["retryable"] is True


@pytest.mark.parametrize("asked", [RETRY_AFTER, 5.0])
def test_the_clients_that_one_failure_refuses_do_not_come_back_together(asked: float) -> None:
    failure = unavailable("Later.", retry_after=asked)
    told = {retry_after(failure) for _ in range(200)}
    assert min(told) >= asked
    assert max(told) <= asked + SPREAD_SECONDS
    assert len(told) > 10
    headers = {dict(retry_header(refuse(failure).errors))[b"retry-after"] for _ in range(200)}
    assert headers >= {b"%d" % (asked + more) for more in (1, 2)}


def test_the_pause_of_a_rate_limit_is_exact_and_never_too_short() -> None:
    limited = ViewpulseError(ErrorCode.RATE_LIMITED, "Too many requests.", retry_after=1.23412)
    assert {retry_after(limited) for _ in range(20)} == {1.235}
    assert retry_header(refuse(limited).errors) == ((b"retry-after", b"2"),)


def test_the_header_is_the_longest_pause_of_an_answer_in_whole_seconds() -> None:
    errors = [*refuse(unavailable(retry_after=0.2)).errors, *refuse(unavailable(retry_after=7.5)).errors]
    longest = max(error["extensions"]["retryAfter"] for error in errors)
    assert retry_header(errors) == ((b"retry-after", str(ceil(longest)).encode()),)
    assert retry_header(refuse(ViewpulseError(ErrorCode.BAD_INPUT, "No.")).errors) == ()


def test_an_exceeded_limit_is_named_with_what_was_asked_for() -> None:
    assert limit_exceeded("Too much.", "headers", 128).extensions == {
        "code": "LIMIT_EXCEEDED",
        "retryable": False,
        "limit": {"name": "headers", "allowed": 128},
    }
    cost = {"requested": 70, "limit": 10_000}
    assert limit_exceeded("Too deep.", "depth", 12, 14, cost=cost).extensions == {
        "code": "LIMIT_EXCEEDED",
        "retryable": False,
        "limit": {"name": "depth", "allowed": 12, "requested": 14},
        "cost": cost,
    }


@pytest.mark.parametrize("code", MADE_IN_ONE_PLACE)
def test_what_says_more_than_its_code_is_made_in_one_place(code: str) -> None:
    sources = [path for folder in ("server", "resolvers") for path in (ROOT / folder).rglob("*.py")]
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources
        for line in made_by_hand(path.read_text(), code)
        if path != ROOT / "server/errors.py"
    ]
    assert found == [], f"server.errors.{MADE_IN_ONE_PLACE[code]} makes errors with {code}"
