"""Proves a backup: restores it into a new PostgreSQL, recomputes its numbers from its events, and compares."""

import asyncio
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from server.cli_errors import CommandError
from server.embedded import EmbeddedPostgres, postgres_binaries
from server.rollup.on_demand import process_events
from server.rollup.rebuild import Progress, rebuild
from server.rollup.shadow import Difference
from server.settings import Settings
from server.storage.database import connected
from server.storage.migrating import migrate
from server.storage.reader import READER
from server.storage.revision import newest_revision, schema_revision
from server.wording import pluralize

DATABASE = "restored"
NO_REDIS = "redis://127.0.0.1:9/0"
"""Where nobody listens: the copy must tell no client of its revisions."""
ARCHIVE = b"PGDMP"
"""What a file of `pg_dump --format=custom` begins with; any other is taken for SQL."""
LINES = 5

_FACTS = """
SELECT
    (SELECT count(*) FROM rollup_state) AS projects,
    (SELECT count(*) FROM events) AS events,
    (SELECT coalesce(sum(events), 0)::bigint FROM ingest_batches) AS waiting,
    (SELECT max(received_at) FROM events) AS newest
"""

Say = Callable[[str], None]
"""Receives a line about a step."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a backup holds, and how it was found.

    Attributes:
        projects: Projects with events.
        events: Raw events.
        waiting: Of these, how many were not counted yet when the backup was made.
        newest: When the newest event arrived: what came later is not in the backup. None without events.
        revision: Revision of its schema.
        restore_seconds: How long restoring took.
        compare_seconds: How long counting and comparing took.
        differences: Numbers that its raw events do not give.
    """

    projects: int
    events: int
    waiting: int
    newest: datetime | None
    revision: str
    restore_seconds: float
    compare_seconds: float
    differences: Sequence[Difference]


def verify_backup(settings: Settings, file: Path, folder: Path, say: Say, progress: Progress) -> Verified:
    """Restores a backup into an embedded PostgreSQL, and compares what it counted with its raw events.

    Args:
        settings: How events are counted; its database and Redis are not used.
        file: What pg_dump wrote, of the format custom or SQL.
        folder: An empty folder for the server. It must have room for the whole database.
        say: Receives a line about each step.
        progress: Called with the number of events done and the number of all events.

    Raises:
        CommandError: The backup cannot be restored, or is none of Viewpulse.
        SchemaRefused: It is of a newer version.
        EmbeddedServerError: PostgreSQL is not installed, or cannot be started.
    """
    with _server(folder) as maintenance:
        began = time.monotonic()
        url = urlunsplit(urlsplit(maintenance)._replace(path=f"/{DATABASE}"))
        copy = settings.model_copy(update={"database_url": url, "redis_url": NO_REDIS})
        say(f"restoring {file}")
        asyncio.run(_prepare(settings.model_copy(update={"database_url": maintenance})))
        _restore(file, url)
        revision = asyncio.run(_revision(copy))
        restored = time.monotonic()
        if revision < newest_revision():
            say(f"migrating from revision {revision} to {newest_revision()}")
        if revision != newest_revision():
            migrate(url)  # refuses a newer one that this version must not work on
        facts, differences = asyncio.run(_compare(copy, say, progress))
        return Verified(**facts, revision=revision, restore_seconds=restored - began,
                        compare_seconds=time.monotonic() - restored, differences=differences)  # fmt: skip


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    unsynced = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}  # it is thrown away
    server = EmbeddedPostgres(folder, unsynced).start()
    try:
        yield server.url
    finally:
        server.stop()


async def _prepare(settings: Settings) -> None:
    async with connected(settings) as connection:
        await connection.execute(f"CREATE ROLE {READER} NOLOGIN")  # roles are not part of a dump
        await connection.execute(f"CREATE DATABASE {DATABASE}")


def _restore(file: Path, url: str) -> None:
    with file.open("rb") as opened:
        is_archive = opened.read(len(ARCHIVE)) == ARCHIVE
    program, arguments = (
        "psql",
        ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--output", "/dev/null", "--file"],
    )
    if is_archive:
        program, arguments = "pg_restore", ["--no-owner", "--no-privileges", "--exit-on-error", "--jobs", "2"]
    command = [str(postgres_binaries() / program), "--dbname", url, *arguments, str(file)]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        told = " ".join(done.stderr.strip().splitlines()[-LINES:])
        raise CommandError(f"{file} cannot be restored: {told or f'{program} ended with {done.returncode}'}")


async def _revision(settings: Settings) -> str:
    async with connected(settings) as connection:
        if (revision := await schema_revision(connection)) is None:
            raise CommandError("The backup has no schema of Viewpulse.")
        return revision


async def _compare(settings: Settings, say: Say, progress: Progress) -> tuple[dict[str, Any], list[Difference]]:
    async with connected(settings) as connection:
        await connection.execute("ANALYZE")
        facts = dict(await connection.fetchrow(_FACTS) or {})
    if facts["waiting"]:
        say(f"counting {pluralize(facts['waiting'], 'event')} that waited")
        await process_events(settings, _tell_nobody, float("inf"))
    return facts, await rebuild(settings, progress=progress)


async def _tell_nobody(_revisions: dict[int, int], _subjects: Sequence[str]) -> None:
    """Publishes nothing."""
