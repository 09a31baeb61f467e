"""The files of an export: a folder, or a ZIP file, that appears when it is complete."""

import csv
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, Protocol, Self, TypeAlias

import msgspec

from server.cli_errors import CommandError

ARCHIVE = ".zip"


class ExportFormat(StrEnum):
    """How rows are written."""

    NDJSON = "ndjson"
    CSV = "csv"


Row: TypeAlias = Mapping[str, object]
"""Values by column; a value may be undecoded JSON (``msgspec.Raw``)."""


class Sink(Protocol):
    """Takes what is written."""

    def write(self, data: bytes, /) -> int:
        """Adds some bytes."""


class Rows(Protocol):
    """Writes the rows of one file."""

    def write(self, row: Row) -> None:
        """Adds a row."""


class JsonRows:
    """Rows as lines of JSON.

    Args:
        file: The file.
    """

    def __init__(self, file: Sink) -> None:
        self._file = file
        self._encoder = msgspec.json.Encoder()

    def write(self, row: Row) -> None:
        """Adds a line."""
        self._file.write(self._encoder.encode(row) + b"\n")


class CsvRows:
    """Rows as CSV (RFC 4180), with a header. What is absent is an empty cell; lists and objects are JSON.

    Args:
        file: The file.
        columns: The header; a dotted name is that of a value within another, as in `viewData.watchTime`.
    """

    def __init__(self, file: Sink, columns: Sequence[str]) -> None:
        self._file = file
        self._paths = [column.split(".") for column in columns]
        self._line = io.StringIO(newline="")
        self._cells = csv.writer(self._line)
        self._cells.writerow(columns)
        self._flush()

    def write(self, row: Row) -> None:
        """Adds a row."""
        self._cells.writerow([_cell(_at(row, path)) for path in self._paths])
        self._flush()

    def _flush(self) -> None:
        self._file.write(self._line.getvalue().encode())
        self._line.seek(0)
        self._line.truncate()


def _at(row: object, path: Sequence[str]) -> object:
    for name in path:
        row = row.get(name) if isinstance(row, Mapping) else None
    return row


def _cell(value: object) -> str:
    """The text of a cell; of undecoded JSON, numbers stay as they are written."""
    if isinstance(value, msgspec.Raw):
        text = bytes(value).decode()
        value = msgspec.json.decode(text) if text.startswith('"') else None if text == "null" else value
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


class Target:
    """Where an export goes; to be used with ``with``. If that fails, nothing is left.

    Only the user who runs the command may read it.

    Args:
        path: A folder to make; a ZIP file if its name ends in ``.zip``.

    Raises:
        CommandError: The path exists, or is in no folder.
    """

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise CommandError(f"{path} exists already; name a folder or file that does not.")
        if not path.absolute().parent.is_dir():
            raise CommandError(f"There is no folder {path.absolute().parent}.")
        self._path = path
        self._archive: zipfile.ZipFile | None = None

    def __enter__(self) -> Self:
        parent = self._path.absolute().parent
        self._folder = Path(tempfile.mkdtemp(prefix=f".{self._path.name}.", dir=parent))
        if self._path.suffix.lower() == ARCHIVE:
            self._archive = zipfile.ZipFile(self._folder / self._path.name, "w", zipfile.ZIP_DEFLATED)
        return self

    def __exit__(self, failure: object, *_: object) -> None:
        try:
            if self._archive is not None:
                self._archive.close()
            if failure is None:
                made = self._folder if self._archive is None else self._folder / self._path.name
                made.chmod(0o700 if self._archive is None else 0o600)
                made.rename(self._path)
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A new file of the export; one at a time."""
        if self._archive is not None:
            with self._archive.open(name, "w", force_zip64=True) as file:
                yield file
        else:
            made = os.open(self._folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(made, "wb") as file:
                yield file
