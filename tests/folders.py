"""Where the servers of the tests keep their data."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30  # bytes; a whole run takes less than half of it at a time


@contextmanager
def server_folder(name: str) -> Iterator[Path]:
    """An empty folder, gone in the end; in memory if that can be, where copying a database costs a tenth.

    Not in pytest's own folder: that is closed to other users, and as root PostgreSQL is another user.
    """
    _remove_leftovers()
    with TemporaryDirectory(prefix=f"viewpulse {name} {os.getpid()} ", dir=_in_memory()) as folder:
        yield Path(folder)


def _in_memory() -> Path | None:
    """The RAM disk when it and the machine have room, else None: the usual place. Containers often have 64 MB of it."""
    if not MEMORY.is_dir():
        return None
    room = min(shutil.disk_usage(MEMORY).free, psutil.virtual_memory().available)
    return MEMORY if room >= ROOM and os.access(MEMORY, os.W_OK) else None


def _remove_leftovers() -> None:
    """Frees the memory that killed runs have left; nothing else would before the next boot."""
    for folder in MEMORY.glob("viewpulse * * *"):
        pid = folder.name.split()[2]
        if pid.isdecimal() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)
