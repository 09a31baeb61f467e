"""Real servers for the tests: embedded PostgreSQL and Redis, or external ones named by the environment."""

import asyncio
import gc
import logging
import os
import sys
from asyncio import runners
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import asyncpg
import pytest
import pytest_asyncio
import structlog
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from pydantic import SecretStr

from server.embedded import EmbeddedPostgres, EmbeddedRedis
from server.logs import QUIET_LIBRARIES
from server.settings import Settings
from server.storage import partitions
from server.storage.database import Pool, open_pool
from server.storage.migrating import migrate
from server.storage.partitions import ensure_partitions
from tests import sharing
from tests.databases import EXTERNAL_POSTGRES, RUN, copy_database, drop, new_name, run_sql, with_database
from tests.folders import server_folder
from tests.unlimited import UNLIMITED
from tests.watched_logs import require_no_credentials, watching

if TYPE_CHECKING:
    from tests.integration.warm import Warm

os.environ.update(UNLIMITED)

JWT_SECRET = "a-test-secret-of-more-than-32-bytes!"
PRIVACY_SECRET = "another-secret-of-more-than-32-bytes"
TEMPLATE = f"viewpulse_template_{RUN}"
MAX_WORKERS = 6
PREPARED = (
    "persisted.load_documents",
    "persisted.read_modules",
    "dashboard.imports_of",
    "execution.with_undecoded_items",
)
"""Functions that answer the same to each application."""

UNTIMED: dict[str, Any] = {
    "deadline": None,
    "print_blob": True,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
}
"""What all property tests have in common: how fast a machine is decides nothing."""
hypothesis_settings.register_profile("default", derandomize=True, **UNTIMED)
hypothesis_settings.register_profile(
    "fuzz",
    derandomize=False,
    max_examples=1000,
    database=DirectoryBasedExampleDatabase(".hypothesis/examples"),
    **UNTIMED,
)
hypothesis_settings.load_profile("default")  # now: test modules take their settings from it as they are imported


def pytest_configure(config: pytest.Config) -> None:
    """Ends what tests leave running, and makes the examples of the default profile depend on the test alone.

    Hypothesis also draws constants of the modules that are loaded, which depend on the tests that ran before.
    """
    cancel = runners._cancel_all_tasks  # type: ignore[attr-defined]

    def cancel_until_none_is_left(loop: asyncio.AbstractEventLoop) -> None:
        while asyncio.all_tasks(loop):  # a query that is cancelled begins a task, which connects to say so
            cancel(loop)

    runners._cancel_all_tasks = cancel_until_none_is_left  # type: ignore[attr-defined]
    if config.getoption("--hypothesis-profile") != "fuzz":
        none = Constants()
        providers._get_local_constants = lambda: none


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begins with what takes longest, so that no worker is left alone with much to do; unit tests end it anyway."""
    items.sort(key=lambda item: sharing.rank(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Keeps what shares costly fixtures on one worker."""
    return sharing.Sharing(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Leaves what is imported out of garbage collection, as the served process does, and collects less often.

    Else a third of the time of the tests that serve an application goes into collections that find nothing.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(10_000, 10, 10)
        gc.enable()


def pytest_xdist_auto_num_workers() -> int:
    """Half as many workers again as there are cores: tests wait, for servers and for clocks, a third of their time."""
    cores = os.cpu_count() or 1
    return min(cores + (cores + 1) // 2, MAX_WORKERS)


@pytest.fixture(autouse=True, scope="session")
def uncached_loggers() -> Iterator[None]:
    """A command that a test runs in this process configures logging; later tests must still be able to capture logs."""
    configure = structlog.configure

    def configure_uncached(**options: Any) -> None:
        configure(**{**options, "cache_logger_on_first_use": False})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(structlog, "configure", configure_uncached)
        yield


@pytest.fixture(autouse=True, scope="session")
def a_day_ahead() -> Iterator[None]:
    """Two partitions of raw events, not ten: each costs every connection and every copy of a database a millisecond."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(partitions, "DAYS_AHEAD", 1)
        yield


@pytest.fixture(autouse=True, scope="session")
def certificates_read_once() -> Iterator[None]:
    """A client reads the certificates of the world, which takes 30 ms, and many tests make one for each request."""
    with pytest.MonkeyPatch.context() as patch:
        patch_cached(patch, "httpx._transports.default.create_ssl_context")
        yield


@pytest.fixture(autouse=True, scope="session")
def prepared_once() -> Iterator[None]:
    """What each application makes of files and of the schema, which takes 20 ms, and most tests make an application."""
    with pytest.MonkeyPatch.context() as patch:
        if "server.app" in sys.modules:  # else no test makes one
            for name in PREPARED:
                patch_cached(patch, f"server.transport.{name}")
        yield


def patch_cached(patch: pytest.MonkeyPatch, name: str) -> None:
    """Lets a function compute each of its answers once."""
    patch.setattr(name, cache(resolve_name(name)))


@contextmanager
def logging_kept() -> Iterator[None]:
    """Gives the loggers back as they were."""
    loggers = [logging.getLogger(name) for name in ("", *QUIET_LIBRARIES)]
    before = [(logger, logger.level, [*logger.handlers]) for logger in loggers]
    yield
    for logger, level, handlers in before:
        logger.setLevel(level)
        logger.handlers[:] = handlers


@pytest.fixture(autouse=True, scope="session")
def watched_logs() -> Iterator[None]:
    """All that tests let be logged is searched for credentials."""
    with watching(JWT_SECRET, PRIVACY_SECRET):
        yield


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """What a command logged in one test, every detail perhaps, is not written in all tests after it.

    A test fails that has logged a credential.
    """
    with logging_kept():
        yield
    require_no_credentials()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Address of a PostgreSQL server's maintenance database."""
    if EXTERNAL_POSTGRES:
        yield EXTERNAL_POSTGRES
        return
    with server_folder("test") as folder:
        server = EmbeddedPostgres(
            folder,
            {
                "fsync": "off",
                "full_page_writes": "off",
                "wal_level": "minimal",
                "max_wal_senders": "0",
                "autovacuum": "off",
                "shared_buffers": "256MB",  # dropping a database looks at every buffer
            },
        ).start()
        asyncio.run(_ease_connecting(server.url))
        yield server.url
        server.stop()


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a Redis server."""
    if external := os.environ.get("VIEWPULSE_TEST_REDIS_URL"):
        yield external
        return
    server = EmbeddedRedis(tmp_path_factory.mktemp("redis")).start()
    yield server.url
    server.stop()


async def _ease_connecting(url: str) -> None:
    """Stores the password so that checking it costs next to nothing: a test opens five connections."""
    parts = urlsplit(url)
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SET scram_iterations = 1")
        await connection.execute(f"ALTER ROLE {parts.username} PASSWORD '{parts.password}'")
    finally:
        await connection.close()


@contextmanager
def database_copy(postgres_url: str, name: str, template: str) -> Iterator[str]:
    """Address of a copy of a database, dropped in the end."""
    asyncio.run(copy_database(postgres_url, name, template))
    try:
        yield with_database(postgres_url, name)
    finally:
        asyncio.run(run_sql(postgres_url, drop(name)))


async def _partition(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await ensure_partitions(connection, datetime.now(UTC), days_back=0)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def template(postgres_url: str, a_day_ahead: None) -> Iterator[str]:
    """Name of a migrated database that each test copies."""
    asyncio.run(run_sql(postgres_url, f"CREATE DATABASE {TEMPLATE}"))
    migrate(with_database(postgres_url, TEMPLATE))
    asyncio.run(_partition(with_database(postgres_url, TEMPLATE)))
    yield TEMPLATE
    asyncio.run(run_sql(postgres_url, drop(TEMPLATE)))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def warm(postgres_url: str, template: str) -> AsyncIterator["Warm"]:
    """A database that tests use one after another: one for all folders, since it patches what opens connections."""
    from tests.integration.warm import Warm  # noqa: PLC0415 - half a second that most tests of commands do without

    warm = Warm(postgres_url, template)
    with warm.lending():
        yield warm
    await warm.drop()


@pytest.fixture(scope="session")
def left_behind(postgres_url: str) -> Iterator[list[str]]:
    """Databases of tests that are over: the next test drops them, over the connection that makes its own."""
    names: list[str] = []
    yield names
    asyncio.run(run_sql(postgres_url, *map(drop, names)))


@pytest.fixture
def database_url(postgres_url: str, template: str, left_behind: list[str]) -> str:
    """A migrated, empty database of the test's own."""
    name = new_name()
    asyncio.run(copy_database(postgres_url, name, template, *map(drop, left_behind)))
    left_behind[:] = [name]
    return with_database(postgres_url, name)


@pytest.fixture(scope="session")
def settings_without_database(redis_url: str) -> Settings:
    """What the settings of tests have in common: reading all variables of the environment takes 6 ms."""
    return Settings(
        redis_url=redis_url,
        development=True,
        jwt_secret=SecretStr(JWT_SECRET),
        privacy_secret=SecretStr(PRIVACY_SECRET),
        aggregation_interval=0.1,
        database_timeout=20.0,  # a machine that does a dozen other things needs more than ten
        ingest_timeout=60.0,
    )


@pytest.fixture
def settings(settings_without_database: Settings, database_url: str, tmp_path: Path) -> Settings:
    """Settings of a process on the test's own database."""
    return settings_without_database.model_copy(update={"database_url": database_url, "data_dir": tmp_path})


@pytest.fixture
def within_a_quarter_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets no quarter-hour turn: every subscription is refreshed then, and a test that counts pushes would see it."""
    monkeypatch.setattr("server.live.hub.QUARTER_HOUR", 2**40)


@pytest.fixture
async def pool(settings: Settings) -> AsyncIterator[Pool]:
    """A pool on the test's own database."""
    pool = await open_pool(settings, application="test")
    yield pool
    await pool.close()
