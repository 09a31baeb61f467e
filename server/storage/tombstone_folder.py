"""The folder that tombstones are kept in outside of the database: a file of lines for each project."""

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

Known = dict[Path, tuple[tuple[int, int], int]]
"""Files that were read: when each was changed and its size, and how many tombstones it had."""


class _Line(msgspec.Struct, rename="camel"):
    """What is counted of a line."""

    subject_hash: str


class TombstoneFolder:
    """The files of a folder. Each has one writer, the eraser of the project's cell, and any number of readers.

    The end of a file without a line feed, which a crash has cut short, is no line; the next one is written in its
    place.

    Args:
        folder: The folder; it exists.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: Known = {}

    def counts(self) -> dict[int, int]:
        """The number of tombstones by project.

        Raises:
            OSError: The folder cannot be read, or a line is no tombstone.
        """
        known: Known = {}
        for path in self._folder.glob("*.ndjson"):
            if not path.stem.isdecimal():
                continue
            state = path.stat()
            changed = (state.st_mtime_ns, state.st_size)
            before = self._known.get(path)
            known[path] = before if before and before[0] == changed else (changed, _count(path))
        self._known = known
        return {int(path.stem): number for path, (_, number) in known.items()}

    def lines(self, project_id: int) -> list[bytes]:
        """The lines of a project, none if it has no file. Raises OSError if the file cannot be read."""
        return [line for line in self._all_lines(project_id) if line.strip()]

    def append(self, project_id: int, lines: Iterable[bytes]) -> None:
        """Adds lines, each with its line feed; returns when they are on the disk.

        Raises:
            OSError: They cannot be written.
        """
        path = self._path(project_id)
        is_new = not path.exists()
        with path.open("ab") as file:
            file.truncate(sum(map(len, self._all_lines(project_id))))
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            folder = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _all_lines(self, project_id: int) -> list[bytes]:
        try:
            return _lines(self._path(project_id))
        except FileNotFoundError:
            if not self._folder.is_dir():
                raise
            return []

    def _path(self, project_id: int) -> Path:
        return self._folder / f"{project_id:d}.ndjson"


def _lines(path: Path) -> list[bytes]:
    """The lines with their ends, also empty ones."""
    return [line for line in path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]


def _count(path: Path) -> int:
    try:
        return len({msgspec.json.decode(line, type=_Line).subject_hash for line in _lines(path) if line.strip()})
    except (msgspec.DecodeError, UnicodeError) as error:
        raise OSError(f"{path} has a line that is no tombstone: {error}") from error
