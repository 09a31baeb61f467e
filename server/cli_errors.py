"""Error messages of commands."""

import asyncio
import re
from datetime import date
from typing import Any

from server.error_texts import error_text, message_of
from server.errors import ViewpulseError

WANTED = {
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_parsing": "a number",
    "bool_parsing": "true or false",
    "literal_error": "{expected}",
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "finite_number": "a number",
    "string_too_short": "a text of {min_length} or more characters",
}
"""What a setting must be, by pydantic's type of error."""


class CommandError(Exception):
    """A failure with a one-line message; nothing else is printed."""


def explain(error: BaseException) -> str:
    """One line for any exception."""
    if type(error).__module__.startswith("pydantic"):
        return _explain_settings(error)
    if isinstance(error, CommandError | ViewpulseError):
        return str(error)
    text = " ".join(message_of(error).split())
    if isinstance(error, ConnectionRefusedError | TimeoutError | asyncio.TimeoutError):
        return f"a server cannot be reached: {text or 'no answer in time'}; run `viewpulse doctor` to find out which"
    return f"{error_text(error)} (run with --log-level DEBUG for the traceback)"


def _explain_settings(error: BaseException) -> str:
    """Names the environment variables with invalid values."""
    if field := re.search(r'value for field "(\w+)"', str(error)):  # where a list was expected
        return f'VIEWPULSE_{field[1].upper()} must be a JSON list of strings, such as ["one", "two"].'
    problems: list[dict[str, Any]] = getattr(error, "errors", list)()
    lines = []
    for problem in problems:
        variable = "VIEWPULSE_" + "_".join(map(str, problem["loc"])).upper() if problem["loc"] else ""
        message = str(problem["msg"]).removeprefix("Value error, ")
        if wanted := WANTED.get(problem["type"]):
            given = str(problem["input"]) if isinstance(problem["input"], date) else repr(problem["input"])
            message = f"{variable} must be {wanted.format(**problem.get('ctx', {}))}, not {given}."
        lines.append(message if not variable or variable in message else f"{variable}: {message}")
    return " ".join(lines) or str(error)
