"""Records of an input: one JSON object per line, or the rows of a CSV file."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import PurePath

import msgspec

from server.importing.columns import Columns, UnknownColumnError, known_columns
from server.importing.lines import MAX_LINE_BYTES, Line
from server.importing.source import UnreadableInputError
from server.transport.unpaired_surrogates import decode_repaired


class Format(StrEnum):
    """The format of an input."""

    NDJSON = "ndjson"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Malformed:
    """Why a record could not be read."""

    message: str


@dataclass(frozen=True, slots=True)
class Record:
    """One record.

    Attributes:
        line: The line on which it begins, from 1.
        raw: The record as it is in the input.
        value: EventInput's JSON shape, not yet validated; or the reason why it could not be read.
        is_row: Whether it is a row of a CSV file.
    """

    line: int
    raw: bytes
    value: object
    is_row: bool = False


_DELIMITERS = (",", ";", "\t")
_ARRAY = re.compile(rb"\[\s*\{")
_SHORT = 8
OVERSIZED = Malformed(f"The line is longer than {MAX_LINE_BYTES:,} bytes.")
NOT_UTF8 = Malformed("The line is not valid UTF-8.")


def sniff_format(name: str, first: Line) -> Format:
    """The format by the name of the file, else by the first line: an object is NDJSON, anything else a CSV header."""
    for suffix in PurePath(name).suffixes[-2:]:
        if suffix.lower() == ".csv":
            return Format.CSV
        if suffix.lower() in (".ndjson", ".jsonl", ".json"):
            return Format.NDJSON
    return Format.NDJSON if first.raw.lstrip().startswith(b"{") else Format.CSV


def refuse_other_formats(first: Line) -> None:
    """Refuses inputs in similar formats, with a message that says how to convert them.

    Args:
        first: The first line of the input.

    Raises:
        UnreadableInputError: The input has to be converted.
    """
    raw = first.raw.strip()
    if any(raw) and len(raw) > _SHORT and not (any(raw[:_SHORT:2]) and any(raw[1:_SHORT:2])):
        raise UnreadableInputError("This is UTF-16 without a byte order mark; save it as UTF-8.")
    if raw == b"[" or _ARRAY.match(raw):
        raise UnreadableInputError("The file is one JSON array; write one event per line instead: jq -c '.[]' FILE")
    head, ended_by_cr, _ = raw.partition(b"\r")
    if ended_by_cr and (_ARRAY.match(b"[" + head) or _delimiter_of(head.decode(errors="replace"))):
        raise UnreadableInputError("The lines end in CR alone; end them in LF instead: tr '\\r' '\\n' < FILE")


def _delimiter_of(header: str) -> str | None:
    """The separator with which the cells of a header name the most fields of an event; None if they name none."""
    found: list[tuple[int, str]] = []
    for delimiter in _DELIMITERS:
        with suppress(csv.Error):
            found += [(known_columns(cells), delimiter) for cells in csv.reader([header], delimiter=delimiter)]
    most, best = max(found, key=lambda one: one[0], default=(0, ","))
    return best if most else None


def read_records(name: str, lines: Iterator[Line], file_format: Format | None, *, skip: int = 0) -> Iterator[Record]:
    """Yields every record of an input; empty lines are skipped.

    Args:
        name: Name of the file; its ending may name the format.
        lines: The lines of the input.
        file_format: The format, if the user named it.
        skip: Number of records at the beginning whose value is not needed and may be None.

    Raises:
        UnknownColumnError: A CSV header names a field that an event does not have.
        UnreadableInputError: The input is in another format; the message says how to convert it.
    """
    first = next(lines, None)
    if first is None:
        return iter(())
    refuse_other_formats(first)
    chosen = file_format or sniff_format(name, first)
    everything = chain([first], lines)
    return _read_ndjson(everything, skip) if chosen is Format.NDJSON else _read_csv(everything)


def _read_ndjson(lines: Iterator[Line], skip: int) -> Iterator[Record]:
    decoder: msgspec.json.Decoder[object] = msgspec.json.Decoder()
    for line in lines:
        if skip and (line.oversized or line.raw.strip()):
            skip -= 1
            yield Record(line.number, line.raw, None)
        elif line.oversized:
            yield Record(line.number, line.raw, OVERSIZED)
        elif line.raw.strip():
            try:
                value = decode_repaired(line.raw, decoder)
            except msgspec.DecodeError as error:
                value = Malformed(f"The line is not JSON: {error}.".replace("..", "."))
            except UnicodeDecodeError:
                value = NOT_UTF8
            yield Record(line.number, line.raw, value)


class _RowTooLongError(Exception):
    pass


class _RowLines:
    """Feeds the csv module line by line, and can return the lines that an unclosed quote consumed."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._returned: deque[Line] = deque()
        self._size = 0
        self.row: list[Line] = []

    def __iter__(self) -> "_RowLines":
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._lines)
        self.row.append(line)
        self._size += len(line.raw)
        if self._size > MAX_LINE_BYTES or line.oversized:
            raise _RowTooLongError
        return line.raw.decode(errors="surrogateescape") + "\n"

    def peek(self) -> str:
        """The first line that is not empty."""
        passed: list[Line] = []
        for line in self._lines:
            passed.append(line)
            if line.raw.strip():
                break
        self._returned.extend(passed)
        return passed[-1].raw.decode(errors="surrogateescape") if passed else ""

    def start_row(self) -> None:
        self.row.clear()
        self._size = 0

    def give_back_all_but_first(self) -> None:
        self._returned.extendleft(reversed(self.row[1:]))
        del self.row[1:]


def _read_csv(lines: Iterator[Line]) -> Iterator[Record]:
    rows = _RowLines(lines)
    reader = csv.reader(rows, strict=True, delimiter=_delimiter_of(rows.peek()) or ",")
    columns: Columns | None = None
    while True:
        rows.start_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _RowTooLongError:
            rows.give_back_all_but_first()
            value: object = OVERSIZED if rows.row[0].oversized else Malformed("A quote is opened and never closed.")
        except csv.Error as error:
            rows.give_back_all_but_first()
            value = Malformed(f"The row is not CSV: {error}.")
        else:
            if not cells:
                continue
            if columns is None:
                columns = Columns(cells)
                continue
            value = _row_value(columns, cells)
        if columns is None:
            raise UnknownColumnError("The CSV header cannot be read.")
        raw = b"\n".join(line.raw for line in rows.row)
        yield Record(rows.row[0].number, raw, value, is_row=True)


def _row_value(columns: Columns, cells: list[str]) -> object:
    if len(cells) != len(columns):
        return Malformed(f"The row has {len(cells)} cells, but the header has {len(columns)}.")
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        return NOT_UTF8
    return columns.event(cells)
