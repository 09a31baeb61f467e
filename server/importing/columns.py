"""CSV columns: dotted headers such as ``viewData.watchTime`` to and from EventInput's nested shape."""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from server.events.faults import MAX_ECHO, did_you_mean, spellings_of
from server.events.model import Event, Rejection, RejectionCode
from server.transport.unpaired_surrogates import decode_repaired

Cell = Callable[[str], object]
_JSON: msgspec.json.Decoder[object] = msgspec.json.Decoder()
_WHOLE = re.compile(r"[+-]?[0-9]{1,30}")  # with more digits than any field accepts
_DECIMAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")

_SEPARATED = re.compile(r"[+-]?[0-9]{1,3}(?:[.,' \u00a0\u2009\u202f’][0-9]{3})*(?:[.,][0-9]+)?|[+-]?[0-9]*,[0-9]+")
_MAX_NUMBER_LENGTH = 400  # characters of a number that is searched for separators


class UnknownColumnError(Exception):
    """A header names a field that an event does not have, or names one twice; the message is one line."""


def _text(cell: str) -> object:
    return cell


def _number(cell: str) -> object:
    written = cell.strip()
    if _WHOLE.fullmatch(written):
        return int(written)
    number = float(written) if _DECIMAL.fullmatch(written) else math.inf
    return number if math.isfinite(number) else cell  # validation reports that the text is not a number, with its path


def _boolean(cell: str) -> object:
    return {"true": True, "1": True, "false": False, "0": False}.get(cell.strip().lower(), cell)


def _json(cell: str) -> object:
    try:
        return decode_repaired(cell, _JSON)
    except msgspec.DecodeError:
        return cell


def _alternatives(kind: inspect.Type) -> Iterator[inspect.Type]:
    """The types of a union, without annotations."""
    if isinstance(kind, inspect.Metadata):
        yield from _alternatives(kind.type)
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from _alternatives(one)
    else:
        yield kind


def _cell_of(kind: inspect.Type) -> Cell:
    kinds = tuple(_alternatives(kind))
    if any(isinstance(one, inspect.BoolType) for one in kinds):
        return _boolean
    if any(isinstance(one, inspect.IntType | inspect.FloatType) for one in kinds):
        return _number
    texts = (inspect.StrType, inspect.EnumType, inspect.DateTimeType, inspect.UUIDType, inspect.NoneType)
    return _text if all(isinstance(one, texts) for one in kinds) else _json


def _fields(kind: inspect.StructType, prefix: str) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for field in kind.fields:
        name = prefix + field.encode_name
        nested = next((one for one in _alternatives(field.type) if isinstance(one, inspect.StructType)), None)
        if nested is None:
            found[name] = _cell_of(field.type)
        else:
            found |= _fields(nested, f"{name}.")
    return found


@cache
def event_columns() -> dict[str, Cell]:
    """Every header that a CSV file may have, and how its cells are read: the fields of an event, except ``age``.

    An age is measured when an event is sent.
    """
    kind = inspect.type_info(Event)
    assert isinstance(kind, inspect.StructType)
    return {name: cell for name, cell in _fields(kind, "").items() if name != "age"}


def known_columns(headers: Sequence[str]) -> int:
    """Number of cells of a header that name a field of an event."""
    return sum(header.strip() in event_columns() for header in headers)


def misread_number(item: Rejection, event: object) -> Rejection:
    """The rejection of a row, with a clearer message if a cell has a number that JSON writes differently."""
    cell = event
    for step in item.path:
        cell = cell.get(step) if isinstance(cell, dict) else None
    name = ".".join(map(str, item.path))
    if not isinstance(cell, str) or event_columns().get(name) is not _number:
        return item
    written = cell.strip()
    code, fault = RejectionCode.BAD_INPUT, ""
    if _DECIMAL.fullmatch(written):
        code, fault = RejectionCode.OUT_OF_RANGE, "is out of range"
    elif len(written) <= _MAX_NUMBER_LENGTH and _SEPARATED.fullmatch(written):
        fault = "must be a number as in 1234.5: a point before its decimals, and nothing between its thousands"
    if fault:
        return msgspec.structs.replace(item, code=code, message=f"`{name}` {fault}; {written[:MAX_ECHO]!r} was sent.")
    return item


class Columns:
    """The header of one CSV file.

    Args:
        headers: Its cells; spaces around a name are ignored.

    Raises:
        UnknownColumnError: A name is not a field of an event, or occurs twice.
    """

    def __init__(self, headers: Sequence[str]) -> None:
        known = event_columns()
        names = [header.strip() for header in headers]
        for name in names:
            if name not in known:
                hint = did_you_mean(name, spellings_of(Event)) or " See docs/importing.md for the columns."
                raise UnknownColumnError(f"The CSV header has the unknown column {name!r}.{hint}")
            if names.count(name) > 1:
                raise UnknownColumnError(f"The CSV header has the column {name!r} twice.")
        self._columns = [(tuple(name.split(".")), known[name]) for name in names]

    def __len__(self) -> int:
        return len(self._columns)

    def event(self, cells: Sequence[str]) -> dict[str, Any]:
        """EventInput's JSON shape of one row; an empty cell is an absent field."""
        event: dict[str, Any] = {}
        for (path, read), cell in zip(self._columns, cells, strict=True):
            if cell:
                inner = event
                for name in path[:-1]:
                    inner = inner.setdefault(name, {})
                inner[path[-1]] = read(cell)
        return event
