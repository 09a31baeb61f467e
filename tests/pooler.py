"""PgBouncer in front of a PostgreSQL, as a child process."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from server.embedded import free_port
from server.processes import die_with_parent
from server.unprivileged import unprivileged_account
from tests.databases import CELL, name_of

PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
"""Debian installs it where only root looks."""
MISSING = "PgBouncer is missing: install the package pgbouncer (Debian, Ubuntu, Homebrew)."
START_SECONDS = 20


@contextmanager
def pooler(database_url: str, folder: Path, *, connections: int) -> Iterator[str]:
    """A pooler of one database that lends connections by transaction.

    Args:
        database_url: The database.
        folder: An empty folder for its files.
        connections: How many it has to PostgreSQL.

    Yields:
        The address of the database behind it.
    """
    program = shutil.which("pgbouncer", path=PLACES)
    assert program, MISSING
    parts, name, port = urlsplit(database_url), name_of(database_url), free_port()
    path = f" connect_query='SET search_path = {CELL}'" if CELL else ""
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        f"""
[databases]
{name} = host={parts.hostname} port={parts.port} user={parts.username} password={unquote(parts.password or "")}{path}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 200
"""
    )
    settings.chmod(0o644)
    for place in (folder, *folder.parents):
        with suppress(PermissionError):  # those above the temporary folder are open
            place.chmod(place.stat().st_mode | 0o011)
    account = unprivileged_account()
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            [program, str(settings)],
            stdout=log,
            stderr=log,
            user=account.user,
            group=account.group,
            extra_groups=account.extra_groups,
            preexec_fn=die_with_parent(15),  # noqa: PLW1509 - it only asks the kernel
        )
        try:
            deadline = time.monotonic() + START_SECONDS
            while b"process up" not in (folder / "log").read_bytes():
                assert running.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < deadline, (folder / "log").read_text()
                time.sleep(0.02)
            yield f"postgresql://{parts.username}@127.0.0.1:{port}/{name}"
        finally:
            running.terminate()
            running.wait()
