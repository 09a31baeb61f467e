"""Where the servers of the tests keep their data."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30  # bytes; a whole run takes less than half of it at a time
PREFIX = "viewpulse tests "


@contextmanager
def server_folder(name: str) -> Iterator[Path]:
    """An empty folder, gone in the end; in memory if that can be, where copying a database costs a tenth.

    Not in pytest's own folder: that is closed to other users, and as root PostgreSQL is another user.
    """
    remove_leftovers(MEMORY)
    with TemporaryDirectory(prefix=f"{PREFIX}{name} ", dir=_in_memory()) as folder, held(Path(folder)):
        yield Path(folder)


@contextmanager
def held(folder: Path, how: int = 0) -> Iterator[None]:
    """Locks a folder while this process lives; ids of processes say nothing where containers share the memory."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | how)
        yield
    finally:
        os.close(descriptor)


def remove_leftovers(memory: Path) -> None:
    """Frees the memory that killed runs have left; nothing else would before the next boot."""
    for folder in memory.glob(f"{PREFIX}*"):
        with suppress(OSError), held(folder, fcntl.LOCK_NB):
            if any(folder.iterdir()):  # else another process may have just made it, and will lock it next
                shutil.rmtree(folder, ignore_errors=True)


def _in_memory() -> Path | None:
    """The RAM disk when it and the machine have room, else None: the usual place. Containers often have 64 MB of it."""
    if not MEMORY.is_dir():
        return None
    room = min(shutil.disk_usage(MEMORY).free, psutil.virtual_memory().available)
    return MEMORY if room >= ROOM and os.access(MEMORY, os.W_OK) else None
