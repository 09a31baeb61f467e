"""What may be said of an error in a log: never a value that a database, a driver or a decoder quotes.

Such values are ids of viewers, or anything else that a client has sent. PostgreSQL repeats whole rows in the details of
an error, and asyncpg makes them part of its text.
"""

import re
import sys
import traceback
from typing import Any

DETAIL = "\nDETAIL:"
"""Where the details begin in the text of an asyncpg error."""
FACTS = ("sqlstate", "table_name", "column_name", "constraint_name")
"""Attributes of an asyncpg error that name only what is ours."""

_BAD_VALUE = "22"
"""SQLSTATE class of errors whose message quotes the value: data exception."""
_HIDDEN = "…"
_QUOTED = re.compile(r"""'.*'|".*\"""", re.DOTALL)
_ARGUMENT = re.compile(r"(query argument \$\d+):.*", re.DOTALL)


def error_text(error: BaseException) -> str:
    """One line: the type of an error, and its message without values."""
    name, text = type(error).__name__, " ".join(message_of(error).split())
    return f"{name}: {text}" if text else name


def traceback_text(error: BaseException) -> str:
    """The traceback of an error and of all that led to it, as Python writes it, with messages without values."""
    told = traceback.TracebackException.from_exception(error)
    _hide(told, error)
    return "".join(told.format()).rstrip("\n")


def error_facts(error: BaseException) -> dict[str, str]:
    """What an asyncpg error names of the schema; of others nothing."""
    return {name: value for name in FACTS if isinstance(value := getattr(error, name, None), str)}


def without_detail(text: str) -> str:
    """A text that may contain that of an asyncpg error, until its details begin."""
    return text.partition(DETAIL)[0]


def message_of(error: BaseException) -> str:
    """The message of an error without values."""
    if isinstance(error, KeyError):  # it says nothing but the key
        return ""
    if _is_of("asyncpg", error):
        text = _ARGUMENT.sub(rf"\1: {_HIDDEN}", str(error.args[0]) if error.args else "")
        return _without_quotes(text) if str(getattr(error, "sqlstate", "")).startswith(_BAD_VALUE) else text
    if _is_of("graphql", error):  # its text has the place in the document, with the arguments
        return _without_quotes(str(getattr(error, "message", "")))
    quotes = _is_of("msgspec", error) or _is_of("redis", error)
    quotes = quotes or (isinstance(error, ValueError) and not isinstance(error, UnicodeError))
    text = without_detail(str(error))
    return _without_quotes(text) if quotes else text


def _without_quotes(text: str) -> str:
    return _QUOTED.sub(_HIDDEN, text)


def _is_of(package: str, error: BaseException) -> bool:
    """Whether a package made an error; it is not imported for that."""
    return package in sys.modules and any(one.__module__.partition(".")[0] == package for one in type(error).__mro__)


def _hide(told: Any, error: BaseException) -> None:
    """Replaces the messages in a ``TracebackException``, which keeps them where only its own code looks."""
    told._str = message_of(error)  # noqa: SLF001
    for one, its in ((told.__cause__, error.__cause__), (told.__context__, error.__context__)):
        if one is not None and its is not None:
            _hide(one, its)
    for one, its in zip(told.exceptions or (), getattr(error, "exceptions", ()), strict=False):
        _hide(one, its)
