"""A copy on disk of the events that wait, so that a process that is killed loses none.

Each process writes a file of its own, so none waits for another. Next to it is a lock that ends with the process;
the process that gets the lock of a file takes over what is in it.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

SCHEMA = """
CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS notes (
    attempts INTEGER NOT NULL, since REAL NOT NULL, seconds REAL NOT NULL, dropped INTEGER NOT NULL
);
"""
BUSY_SECONDS = 5.0
MANY = 100
"""Events that are taken over at once: as many as a request has, so that nobody who tracks waits for long."""
_log = logging.getLogger("viewpulse_client")


class Notes(NamedTuple):
    """What is kept for who comes after a process.

    Attributes:
        attempts: That have failed one after the other.
        since: When the last one failed, in seconds since 1970.
        seconds: How long nothing is sent after that.
        dropped: Number of events that were dropped, of which the server does not know.
    """

    attempts: int = 0
    since: float = 0
    seconds: float = 0
    dropped: int = 0


class Found(NamedTuple):
    """What another process has left behind."""

    texts: Sequence[str]
    notes: Notes


class Folder:
    """The file of this process, and those that others have left behind. Not thread-safe, ``tidy`` excepted.

    Args:
        path: The folder; it is made if it is missing, for this user alone.

    Raises:
        ValueError: This system has no locks that end with a process (Windows).
        OSError: The folder cannot be made.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        if fcntl is None:
            raise ValueError("A folder needs POSIX locks, which this system does not have.")
        self._path = Path(path)
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file: Path | None = None
        self._lock = -1
        self._events: sqlite3.Connection | None = None
        self._tidying = threading.Lock()
        self._has_failed = False

    def add(self, number: int, text: str) -> None:
        """Writes an event; it outlives the process from now on."""
        try:
            self._opened().execute("INSERT INTO events VALUES (?, ?)", (number, text))
        except (OSError, sqlite3.Error) as error:
            self._fail(error)

    def remove(self, numbers: Iterable[int]) -> None:
        """Deletes events; those that are not there are no fault."""
        try:
            if self._events:
                with _transaction(self._events):
                    self._events.executemany("DELETE FROM events WHERE number = ?", [(number,) for number in numbers])
        except sqlite3.Error as error:
            self._fail(error)

    def note(self, notes: Notes) -> None:
        """Keeps notes for who comes after this process."""
        try:
            if self._events:
                with _transaction(self._events):
                    self._events.execute("DELETE FROM notes")
                    self._events.execute("INSERT INTO notes VALUES (?, ?, ?, ?)", notes)
        except sqlite3.Error as error:
            self._fail(error)

    def take_over(self, first: int) -> Found:
        """Moves up to ``MANY`` events of a process that has ended into the file of this one.

        Args:
            first: Their first number here; the others follow.
        """
        for file in sorted(self._path.glob("*.sqlite")):
            if file == self._file or (lock := _locked(file, os.O_RDWR)) < 0:
                continue
            try:
                if found := self._emptied(file, first):
                    return found
            except (OSError, sqlite3.OperationalError) as error:
                self._fail(error)
            except sqlite3.DatabaseError as error:  # no file of SQLite, or a damaged one
                file.replace(file.with_suffix(".broken"))
                self._fail(error)
            finally:
                os.close(lock)
        return Found((), Notes())

    def _emptied(self, file: Path, first: int) -> Found | None:
        """Sent twice, if this is killed between the two files: the server counts each once."""
        with closing(_connected(file, "rw")) as left:
            left.executescript(SCHEMA)  # it may have been killed before
            rows = left.execute("SELECT number, text FROM events ORDER BY number LIMIT ?", (MANY,)).fetchall()
            notes = Notes(*(left.execute("SELECT attempts, since, seconds, dropped FROM notes").fetchone() or ()))
            if rows:
                events = self._opened()
                with _transaction(events):
                    events.executemany("INSERT INTO events VALUES (?, ?)", enumerate((text for _, text in rows), first))
                left.execute("DELETE FROM events WHERE number <= ?", (rows[-1][0],))
            left.execute("UPDATE notes SET dropped = 0")
        if len(rows) < MANY:
            _delete(file)
        return Found([text for _, text in rows], notes) if rows or notes.dropped else None

    def tidy(self) -> None:
        """Moves what was written into its place, which waits for the disk; ``add`` continues meanwhile."""
        with self._tidying:
            if self._file and self._events:
                with suppress(sqlite3.Error), closing(_connected(self._file, "rw")) as events:
                    events.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def hold(self) -> None:
        """Before a fork: no connection may be open in both processes."""
        self._tidying.acquire()
        if self._events:
            self._events.close()
            self._events = None

    def resume(self) -> None:
        """After a fork, in the parent: it continues with its file."""
        if self._file:
            with suppress(OSError, sqlite3.Error):
                self._opened()
        self._tidying.release()

    def forget(self) -> None:
        """After a fork, in the child: the file is the parent's, and the child gets one of its own."""
        self._tidying = threading.Lock()
        if self._lock >= 0:
            os.close(self._lock)  # a copy: the parent still holds it
        self._lock, self._file, self._events = -1, None, None

    def close(self) -> None:
        """Ends the use of the file; an empty one is deleted."""
        with self._tidying:
            if self._file and self._events:
                with suppress(sqlite3.Error):
                    left = "SELECT EXISTS (SELECT 1 FROM events) OR EXISTS (SELECT 1 FROM notes WHERE dropped > 0)"
                    is_empty = not self._events.execute(left).fetchone()[0]
                    self._events.close()
                    if is_empty:
                        _delete(self._file)
            if self._lock >= 0:
                os.close(self._lock)
            self._lock, self._file, self._events = -1, None, None

    def _opened(self) -> sqlite3.Connection:
        """The connection to the file of this process, which is made for its first event."""
        if self._events is None:
            is_new = self._file is None
            if self._file is None:
                self._file = self._path / f"{uuid4()}.sqlite"
                self._lock = _locked(self._file, os.O_RDWR | os.O_CREAT)  # before the file: nobody may take it over
            self._events = _connected(self._file, "rwc")
            if is_new:
                self._events.executescript(f"PRAGMA journal_mode = WAL;{SCHEMA}")
            self._events.execute("PRAGMA synchronous = NORMAL")  # no waiting for the disk: `tidy` does that
            self._events.execute("PRAGMA wal_autocheckpoint = 0")
        return self._events

    def _fail(self, error: Exception) -> None:
        if not self._has_failed:
            _log.warning("The folder of events fails (%s); events are kept in memory only.", type(error).__name__)
        self._has_failed = True


def _connected(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{file.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _locked(file: Path, flags: int) -> int:
    """The descriptor of the file's lock; -1 if another process has it, or has just deleted it."""
    try:
        lock = os.open(file.with_suffix(".lock"), flags | os.O_CLOEXEC, 0o600)
    except FileNotFoundError:
        return -1
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return -1
    return lock


def _delete(file: Path) -> None:
    for ending in (".sqlite", ".sqlite-wal", ".sqlite-shm", ".lock"):  # the lock last: without a file it says nothing
        file.with_suffix(ending).unlink(missing_ok=True)
