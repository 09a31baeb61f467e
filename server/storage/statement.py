"""Statements whose parameters have names."""

import re
from collections.abc import Callable, Coroutine, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeAlias

import asyncpg
from asyncpg.cursor import CursorFactory

from server.storage.database import Connection, Pool

Source: TypeAlias = "Pool | Connection"
"""What a statement is sent to."""

_PARAMETER = re.compile(
    r"""
    '[^']*' | "[^"]*" | --[^\n]* | /\*.*?\*/ | \$\$.*?\$\$  # text, names, comments: no parameters in these
    | ::                                                    # a cast
    | :(?P<name>[a-z]\w*)
    """,
    re.VERBOSE | re.DOTALL,
)


class Statement:
    """A statement, compiled once. ``:name`` in the SQL is passed as the keyword argument of that name.

    PostgreSQL numbers parameters: they are numbered in the order of their first use.

    Attributes:
        text: The SQL as it is sent.
        parameters: The names of its parameters, in the order of their numbers.
    """

    __slots__ = ("_pick", "parameters", "text")

    def __init__(self, sql: str) -> None:
        numbers: dict[str, int] = {}

        def number(found: re.Match[str]) -> str:
            name = found["name"]
            return found[0] if name is None else f"${numbers.setdefault(name, len(numbers) + 1)}"

        self.text = _PARAMETER.sub(number, sql)
        self.parameters = tuple(numbers)
        self._pick = _picker(self.parameters)

    def arguments(self, values: Mapping[str, object]) -> tuple[object, ...]:
        """The values in the order of the parameters.

        Raises:
            TypeError: A parameter has no value, or a value no parameter.
        """
        if len(values) == len(self.parameters):
            try:
                return self._pick(values)
            except KeyError:
                pass
        raise TypeError(f"the parameters are {sorted(self.parameters)}, not {sorted(values)}")

    def execute(self, source: Source, /, **values: object) -> Coroutine[Any, Any, str]:
        """Runs the statement; returns its status. Without parameters it may be several statements."""
        return source.execute(self.text, *self.arguments(values))

    def fetch(self, source: Source, /, **values: object) -> Coroutine[Any, Any, list[asyncpg.Record]]:
        """All rows."""
        return source.fetch(self.text, *self.arguments(values))

    def fetchrow(self, source: Source, /, **values: object) -> Coroutine[Any, Any, asyncpg.Record | None]:
        """The first row; None without any."""
        return source.fetchrow(self.text, *self.arguments(values))

    def fetchval(self, source: Source, /, **values: object) -> Coroutine[Any, Any, Any]:
        """The first value of the first row; None without any."""
        return source.fetchval(self.text, *self.arguments(values))

    def cursor(
        self, connection: Connection, prefetch: int | None = None, /, **values: object
    ) -> "CursorFactory[asyncpg.Record]":
        """A cursor, inside a transaction; as an iterator it reads ``prefetch`` rows at once."""
        return connection.cursor(self.text, *self.arguments(values), prefetch=prefetch)


def _picker(names: Sequence[str]) -> Callable[[Mapping[str, object]], tuple[object, ...]]:
    """Picks the values of these names, in their order, as fast as can be."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple(values[name] for name in names)


Bound: TypeAlias = tuple[Statement, Mapping[str, object]]
"""A statement and the values of its parameters."""
