"""Runs a child process as another user if we are root and the child refuses to run as root."""

import fcntl
import os
import pwd
import shutil
import stat
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

SYSTEM_USER = "pgserver"


class Account(NamedTuple):
    """The user of a child process; all None: our own."""

    user: int | None = None
    group: int | None = None
    extra_groups: tuple[int, ...] | None = None

    def take(self, path: Path) -> None:
        """Makes this user the owner of a file or folder."""
        if self.user is not None and self.group is not None:
            os.chown(path, self.user, self.group)


def unprivileged_account() -> Account:
    """The user for PostgreSQL, which refuses to run as root: a system user, created if it does not exist."""
    if os.geteuid() != 0:
        return Account()
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        entry = _make_system_user()
    return Account(entry.pw_uid, entry.pw_gid, ())


def _make_system_user() -> pwd.struct_passwd:
    """One process at a time: of two useradd, the later one gives the user another id, and both report success."""
    lock = os.open("/etc", os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with suppress(KeyError):
            return pwd.getpwnam(SYSTEM_USER)
        command = ["useradd", "--system", "--no-create-home", "--shell", "/bin/false", SYSTEM_USER]
        made = shutil.which("useradd") and subprocess.run(command, check=False, capture_output=True).returncode == 0
        return pwd.getpwnam(SYSTEM_USER if made else "nobody")
    finally:
        os.close(lock)


def allow_traversal(folder: Path) -> None:
    """Lets other users pass through a folder and those above it, without letting them list it."""
    for place in (folder, *folder.parents):
        mode = place.stat().st_mode
        if not mode & stat.S_IXOTH:
            place.chmod(mode | stat.S_IXOTH)


def allow_reading(tree: Path) -> None:
    """Lets other users run files that were installed for us alone, as with umask 077."""
    for place in (tree, *tree.rglob("*")):
        mode = place.stat().st_mode
        wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
        if mode != wanted:
            place.chmod(wanted)
