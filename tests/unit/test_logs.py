"""What logs say of errors: never a value that a database or a driver quotes, in lines of ours and of libraries."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import asyncpg
import pytest
import structlog
from graphql import GraphQLError, Source

from server import cli
from server.error_texts import error_facts, error_text, traceback_text
from server.logs import configure_logging
from server.settings import Settings
from tests.conftest import logging_kept

ROOT = Path(__file__).parents[2]
ANN = "ann-51c7"


def of_database(code: str, message: str, detail: str | None = None) -> asyncpg.PostgresError:
    fields = {
        "S": "ERROR",
        "C": code,
        "M": message,
        "D": detail,
        "W": f"COPY raw_events, line 1: {ANN}",
        "n": "viewers_pkey",
    }
    return asyncpg.PostgresError.new({name: value for name, value in fields.items() if value is not None})


ERRORS: dict[str, Exception] = {
    "a duplicate": of_database("23505", 'duplicate key violates "viewers_pkey"', f"Key (viewer_id)=(u:{ANN}) exists."),
    "a row of two lines": of_database("23514", "check violated", f"Failing row contains (1, a\nb, {ANN})."),
    "a bad value": of_database("22P02", f'invalid input syntax for type uuid: "{ANN}"'),
    "a bad argument": asyncpg.DataError(f"invalid input for query argument $2: '{ANN}' (expected an int)"),
    "a missing key": KeyError(ANN),
    "a bad number": ValueError(f"invalid literal for int() with base 10: '{ANN}'"),
    "a bad document": GraphQLError("Bad", source=Source(f'{{ viewer(id: "{ANN}") }}'), positions=[2]),
}


def raised(error: Exception) -> Exception:
    """An error that a group led to, which has the given one, and which that one led to."""
    try:
        try:
            throw(error)
        except type(error) as first:
            raise ExceptionGroup("several", [first, ValueError("another")]) from first
    except ExceptionGroup as group:
        last = RuntimeError("at last")
        last.__cause__ = group
        return last


def throw(error: Exception) -> NoReturn:
    raise error


@contextmanager
def logging_to_stderr(*, as_json: bool) -> Iterator[None]:
    with logging_kept():
        configure_logging(Settings(log_json=as_json, log_level="INFO"))
        yield
        structlog.reset_defaults()


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "text"])
@pytest.mark.parametrize("name", ERRORS)
def test_no_line_has_a_value_that_an_error_quotes(name: str, as_json: bool, capfd: pytest.CaptureFixture[str]) -> None:
    with logging_to_stderr(as_json=as_json):
        tell(ERRORS[name])
    error, written = ERRORS[name], capfd.readouterr().err
    assert ANN not in written
    assert written.count(type(error).__name__) >= 5, "the type of the error is there, and where it was raised"
    assert "at last" in written
    assert f"in {raised.__name__}" in written
    if isinstance(error, asyncpg.UniqueViolationError):
        assert "duplicate key violates" in written


def tell(error: Exception) -> None:
    """Logs it in all ways, by our logger and by that of a library."""
    ours, theirs = structlog.get_logger("ours"), logging.getLogger("asyncio")
    ours.warning("told", error=error)
    ours.error("by name", exc_info=raised(error))
    theirs.error("Task exception was never retrieved: %s", error, exc_info=raised(error))
    try:
        throw(error)
    except type(error):
        ours.exception("handled")
        theirs.exception("handled")


def test_an_error_of_the_database_names_the_constraint() -> None:
    assert error_facts(ERRORS["a duplicate"]) == {"sqlstate": "23505", "constraint_name": "viewers_pkey"}
    assert error_facts(KeyError(ANN)) == {}
    assert error_text(ERRORS["a bad argument"]) == "DataError: invalid input for query argument $2: …"
    assert error_text(TimeoutError()) == "TimeoutError"
    assert traceback_text(KeyError(ANN)) == "KeyError"


@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
def test_a_command_that_fails_says_no_value(
    level: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ERRORS["a duplicate"]

    monkeypatch.setattr(cli, "app", fail)
    monkeypatch.setenv("VIEWPULSE_LOG_LEVEL", level)
    with pytest.raises(SystemExit, match="1"):
        cli.main()
    written = capfd.readouterr().err
    assert ("Traceback" in written) == (level == "DEBUG")
    assert "UniqueViolationError: duplicate key" in written
    assert ANN not in written


def test_errors_are_passed_to_the_log_and_not_their_text() -> None:
    """The text is made in one place, which leaves values out."""
    text = r"(?:\b(?:str|repr)\(|\{)(?:error|cause|failure)\b"
    told = re.compile(rf"\b_?log\.(?:debug|info|warning|error|exception|critical)\((?:[^()]|\([^()]*\))*?{text}")
    found = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for folder in ("server", "resolvers", "migrations")
        for file in sorted((ROOT / folder).rglob("*.py"))
        for match in told.finditer(file.read_text())
    ]
    assert found == []
    assert told.search('_log.warning("x", pause=f(1), error=repr(error))')
