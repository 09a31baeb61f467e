"""Pages of lists, by opaque cursors: the sort key of a row, so that inserts neither repeat nor skip rows."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Generic, TypeAlias, TypeVar, Union, get_args
from uuid import UUID

import msgspec
from msgspec import Meta

from server.analytics.project_state import ProjectState
from server.errors import ErrorCode, ViewpulseError
from server.times import is_storable_time

Row = TypeVar("Row")
Key: TypeAlias = datetime | UUID | str | float | int | None

_STORABLE: dict[Any, Any] = {  # what PostgreSQL can hold, and no more
    datetime: Annotated[datetime, Meta(tz=True)],
    str: Annotated[str, Meta(max_length=512, pattern=r"^[^\x00]*\Z")],
    int: Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)],
}


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list.

    Attributes:
        state: The project's state when the rows were read.
        rows: The rows, in the list's order.
        has_next: Whether there are more rows.
    """

    state: ProjectState
    rows: Sequence[Row]
    has_next: bool


def encode_cursor(*key: Key) -> str:
    """The cursor of the row with this sort key."""
    return urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def decode_cursor(cursor: str | None, *kinds: Any) -> tuple[Any, ...] | None:
    """The sort key in a cursor; None without one.

    Args:
        cursor: A cursor made by ``encode_cursor``, or anything else that a client sent.
        kinds: The type of each part of the key; ``int | None`` if it may be null.

    Raises:
        ViewpulseError: BAD_INPUT if it is not a cursor of such a list.
    """
    if cursor is None:
        return None
    try:
        raw = urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        key: tuple[Any, ...] = msgspec.json.decode(raw, type=_key_type(kinds))
    except (ValueError, msgspec.MsgspecError) as error:
        raise _no_cursor() from error
    if any(isinstance(part, datetime) and not is_storable_time(part) for part in key):
        raise _no_cursor()
    return key


def _no_cursor() -> ViewpulseError:
    return ViewpulseError(ErrorCode.BAD_INPUT, "`after` is not a cursor of this list.", field=["after"])


def _key_type(kinds: tuple[Any, ...]) -> Any:
    return tuple.__class_getitem__(tuple(_storable(kind) for kind in kinds))


def _storable(kind: Any) -> Any:
    if selection := get_args(kind):
        return Union[tuple(_storable(part) for part in selection)]  # noqa: UP007  # made of what is only known here
    return _STORABLE.get(kind, kind)
