"""Lists that are read page by page, forwards or backwards.

A cursor is the sort key of a row, so inserts neither repeat nor skip rows. One statement reads a list in both
directions: its placeholders stand for what is the other way round, see ``FORWARDS``.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Any, Generic, TypeAlias, TypeVar, Union, get_args
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Meta

from server.errors import ErrorCode, ViewpulseError
from server.storage.statement import Source, Statement
from server.times import is_storable_time

Row = TypeVar("Row")
Key: TypeAlias = datetime | UUID | str | float | int | None
Direction: TypeAlias = Mapping[str, str]

FORWARDS: Direction = MappingProxyType(
    {"desc": "DESC", "asc": "ASC", "less": "<", "more": ">", "infinity": "infinity", "largest": str(2**63 - 1)}
)
"""What the placeholders of a list's statement stand for. The rows of a list descend by the first part of their key."""
BACKWARDS: Direction = MappingProxyType(
    {"desc": "ASC", "asc": "DESC", "less": ">", "more": "<", "infinity": "-infinity", "largest": str(1 - 2**63)}
)
"""The same for a statement that reads the list from its end."""

_STORABLE: dict[Any, Any] = {  # what PostgreSQL can hold, and no more
    datetime: Annotated[datetime, Meta(tz=True)],
    str: Annotated[str, Meta(max_length=512, pattern=r"^[^\x00]*\Z")],
    int: Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)],
}


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which rows of a list are requested.

    Attributes:
        size: Maximum number of rows.
        cursor: The rows next to this cursor: after it, or before it if the list is read backwards. None: the first
            rows of the list, or the last.
        is_backwards: Whether the list is read backwards. The rows of a page are always in the list's order.
        looks_back: Whether it is requested if there are rows on the other side of the cursor.
    """

    size: int
    cursor: str | None = None
    is_backwards: bool = False
    looks_back: bool = True


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list.

    Attributes:
        rows: The rows, in the list's order.
        cursors: Their cursors.
        has_next: Whether there are rows after them.
        has_previous: Whether there are rows before them.
    """

    rows: Sequence[Row]
    cursors: Sequence[str]
    has_next: bool
    has_previous: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PagedList(Generic[Row]):
    """A list, and how its pages are read.

    Attributes:
        load: The statement for a direction. Its parameter ``limit`` may be null, for all rows.
        values: The values of its other parameters, apart from those of ``after``.
        key: The columns of the sort key, the last of which makes it unique, and their types.
        after: The parameters that take the key of the row next to the page, in the order of ``key``, and their values
            if there is none.
        make: The rows from their records; see ``each``.
        order: The name of the order, if there are several: a cursor of another order is refused.
        total: Counts the rows where that takes less than reading the whole list.
        parts: Values of further parameters, for one part of the list after another in a direction, from the place next
            to the page or from its end: a page reads as many parts as it takes to fill it. None: it has no parts.
    """

    load: Callable[[Direction], Statement]
    values: Mapping[str, object]
    key: Mapping[str, Any]
    after: Mapping[str, Key]
    make: Callable[[Source, Sequence[asyncpg.Record]], Awaitable[Sequence[Row]]]
    order: str = ""
    total: Callable[[Source], Awaitable[int]] | None = None
    parts: Callable[[Direction, Sequence[Key] | None], Iterable[Mapping[str, object]]] | None = None

    async def read(self, source: Source, request: PageRequest) -> Page[Row]:
        """The requested page.

        Args:
            source: Where the list is read: a connection inside a snapshot, if it should agree with other reads.
            request: Which rows.

        Raises:
            ViewpulseError: BAD_INPUT if its cursor is not one of this list, or of another order.
        """
        ahead, behind = (BACKWARDS, FORWARDS) if request.is_backwards else (FORWARDS, BACKWARDS)
        place = self._read_cursor(request)
        found = await self._fetch(source, ahead, place, request.size + 1)
        records, has_more, has_others = found[: request.size], len(found) > request.size, False
        if place is not None and request.looks_back:
            first = self._place_of(records[0]) if records else None  # with no rows ahead, all rows are behind
            has_others = bool(await self._fetch(source, behind, first, 1))
        if request.is_backwards:
            records.reverse()
        return Page(
            rows=await self.make(source, records),
            cursors=[self._cursor_of(record) for record in records],
            has_next=has_others if request.is_backwards else has_more,
            has_previous=has_more if request.is_backwards else has_others,
        )

    async def count(self, source: Source) -> int:
        """The number of rows of the whole list.

        Args:
            source: As for ``read``.
        """
        if self.total is not None:
            return await self.total(source)
        sql, count = self.load(FORWARDS), 0
        for part in self._parts(FORWARDS, None):
            values = sql.arguments({**self.values, **self.after, **part, "limit": None})
            count += await source.fetchval(f"SELECT count(*) FROM (\n{sql.text}\n) AS listed", *values)  # noqa: S608
        return count

    async def _fetch(
        self, source: Source, direction: Direction, place: Sequence[Key] | None, limit: int
    ) -> list[asyncpg.Record]:
        after = self.after if place is None else dict(zip(self.after, place, strict=True))
        sql, found = self.load(direction), list[asyncpg.Record]()
        for part in self._parts(direction, place):
            found += await sql.fetch(source, **self.values, **after, **part, limit=limit - len(found))
            if len(found) == limit:
                break
        return found

    def _parts(self, direction: Direction, place: Sequence[Key] | None) -> Iterable[Mapping[str, object]]:
        return ({},) if self.parts is None else self.parts(direction, place)

    def _place_of(self, record: asyncpg.Record) -> list[Key]:
        return [record[column] for column in self.key]

    def _cursor_of(self, record: asyncpg.Record) -> str:
        place = self._place_of(record)
        return encode_cursor(self.order, *place) if self.order else encode_cursor(*place)

    def _read_cursor(self, request: PageRequest) -> Sequence[Key] | None:
        argument = "before" if request.is_backwards else "after"
        kinds = self.key.values()
        if not self.order:
            return decode_cursor(request.cursor, *kinds, argument=argument)
        place = decode_cursor(request.cursor, str, *kinds, argument=argument)
        if place is None:
            return None
        if place[0] != self.order:
            message = f"`{argument}` is a cursor of a list with another order."
            raise ViewpulseError(ErrorCode.BAD_INPUT, message, field=[argument])
        return place[1:]


def each(
    make: Callable[[asyncpg.Record], Row],
) -> Callable[[Source, Sequence[asyncpg.Record]], Awaitable[Sequence[Row]]]:
    """Makes each row of its own record."""

    async def rows(_source: Source, records: Sequence[asyncpg.Record]) -> Sequence[Row]:
        return [make(record) for record in records]

    return rows


def encode_cursor(*key: Key) -> str:
    """The cursor of the row with this sort key."""
    return urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def decode_cursor(cursor: str | None, *kinds: Any, argument: str = "after") -> tuple[Any, ...] | None:
    """The sort key in a cursor; None without one.

    Args:
        cursor: A cursor made by ``encode_cursor``, or anything else that a client sent.
        kinds: The type of each part of the key; ``int | None`` if it may be null.
        argument: The argument that the client sent it in.

    Raises:
        ViewpulseError: BAD_INPUT if it is not a cursor of such a list.
    """
    if cursor is None:
        return None
    try:
        raw = urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        key: tuple[Any, ...] = msgspec.json.decode(raw, type=_key_type(kinds))
    except (ValueError, msgspec.MsgspecError) as error:
        raise _no_cursor(argument) from error
    if any(isinstance(part, datetime) and not is_storable_time(part) for part in key):
        raise _no_cursor(argument)
    return key


def _no_cursor(argument: str) -> ViewpulseError:
    return ViewpulseError(ErrorCode.BAD_INPUT, f"`{argument}` is not a cursor of this list.", field=[argument])


def _key_type(kinds: tuple[Any, ...]) -> Any:
    return tuple.__class_getitem__(tuple(_storable(kind) for kind in kinds))


def _storable(kind: Any) -> Any:
    if selection := get_args(kind):
        return Union[tuple(_storable(part) for part in selection)]  # noqa: UP007  # made of what is only known here
    return _STORABLE.get(kind, kind)
