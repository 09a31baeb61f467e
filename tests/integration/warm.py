"""A database that many tests use one after another, with the connections to it.

A test that has a database of its own spends most of its time on connections that know nothing: each reads the catalogue
and plans sixty statements that it sends once. Here connections stay, what a test wrote is deleted before the next one,
and a test that changed more than rows leaves a new database to the next.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

import asyncpg
import pytest
import pytest_asyncio

from server import app, open_cells
from server.events import group_commit
from server.events.writing import EventWriter
from server.rollup.aggregator import Aggregator
from server.rollup.fold import Fold
from server.settings import Settings
from server.storage import database
from server.storage.database import Connection, Pool, close_connection, open_pool
from server.storage.shared_cache import SharedCache
from tests.databases import copy_database, drop, new_name, run_sql, with_database
from tests.integration.rollup.feed import Published, aggregating

SHAPE = """
SELECT
    (SELECT (count(*), max(oid::bigint), sum(relnatts)) FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace)::text,
    (SELECT (count(*), max(oid::bigint)) FROM pg_constraint WHERE connamespace = current_schema()::regnamespace)::text,
    (SELECT (count(*), max(oid::bigint), md5(string_agg(prosrc || coalesce(prosqlbody::text, ''), '' ORDER BY oid)))
        FROM pg_proc WHERE pronamespace = current_schema()::regnamespace)::text,
    (SELECT (count(*), max(oid::bigint)) FROM pg_trigger)::text,
    (SELECT count(*) FROM pg_db_role_setting),
    (SELECT (datconnlimit, datallowconn)::text FROM pg_database WHERE datname = current_database())
"""
PREPARE = """
SET session_replication_role = replica;  -- tables are emptied in any order
CREATE SCHEMA as_made;
DO $$
DECLARE
    name text;
    columns text;
    found bigint;
    called boolean;
    emptying text := '';
BEGIN
    FOR name IN
        SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
            AND relname <> 'replay_mark'  -- written again, it would be that of a restored backup
    LOOP
        emptying := emptying || format('DELETE FROM %I.%I; ', current_schema(), name);
        EXECUTE format('SELECT count(*) FROM %I', name) INTO found;
        IF found > 0 THEN
            SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
            WHERE attrelid = quote_ident(name)::regclass AND attnum > 0
                AND NOT attisdropped AND attgenerated = '';
            EXECUTE format('CREATE TABLE as_made.%I AS SELECT %s FROM %I', name, columns, name);
            emptying := emptying || format(
                'INSERT INTO %I.%I (%s) OVERRIDING SYSTEM VALUE SELECT * FROM as_made.%I; ',
                current_schema(), name, columns, name);
        END IF;
    END LOOP;
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'S' LOOP
        EXECUTE format('SELECT last_value, is_called FROM %I', name) INTO found, called;
        emptying := emptying || format('PERFORM setval(%L, %s, %L); ', current_schema() || '.' || name, found, called);
    END LOOP;
    EXECUTE format(
        'CREATE FUNCTION as_made.restore() RETURNS void LANGUAGE plpgsql AS %L', 'BEGIN ' || emptying || 'END');
END $$
"""
RESTORE = "SELECT as_made.restore()"

MAX_TESTS = 100
"""Tests that one database serves: rows that they delete stay in its files, since nothing vacuums them."""
MAX_KEPT = 12
"""Maximum number of names that something is kept under; settings that few tests have cost connections."""

Key: TypeAlias = tuple[str, str]
"""Of what kind it is, and for which settings."""

_numbers = count(1)


class _KeptPool(database._Pool):
    """A pool that is left to the next one with the same settings, once all of its connections are returned."""

    warm: "Warm"
    key: Key
    _closed: bool
    _holders: list[Any]
    _check_init: Any

    async def close(self) -> None:
        """Waits as a pool does, and refuses what comes later, but leaves the connections open."""
        if self._closed:
            return
        self._check_init()
        self._closing = True
        try:
            await asyncio.gather(*(holder.wait_until_released() for holder in self._holders))
        except (Exception, asyncio.CancelledError):
            self.terminate()
            raise
        self._closed, self._closing = True, False
        self.warm.keep(self.key, self)

    def reopen(self) -> None:
        self._closed = False

    async def end(self) -> None:
        """Closes the connections."""
        self.reopen()
        await super().close()


class _KeptWriter(EventWriter):
    """A writer that takes a connection that another one has left."""

    warm: "Warm"

    async def _open(self) -> Any:
        return self.warm.take(_key("writer", self._settings), self._settings) or await super()._open()

    async def close(self) -> None:
        connection = self._connection
        if connection and self.warm.owns(self._settings) and not connection.is_in_transaction():
            self._connection = None
            self.warm.keep(_key("writer", self._settings), connection)
        await super().close()


class Warm:
    """The database and its connections, all of one event loop.

    Args:
        postgres_url: The server.
        template: What the database is a copy of.
    """

    def __init__(self, postgres_url: str, template: str) -> None:
        self._server = postgres_url
        self._template = template
        self._loop = asyncio.get_running_loop()
        self._name = ""
        self._shape: tuple[Any, ...] | None = None
        self._served = 0
        self._keeper: Any = None
        self._left: OrderedDict[Key, list[Any]] = OrderedDict()
        self._tests = 0

    async def restored_url(self) -> str:
        """The address of the database, as empty as its template."""
        self._tests += 1
        used_up = self._served == MAX_TESTS
        if used_up or self._keeper is None or self._keeper.is_closed() or await self._looks() != self._shape:
            await self.drop()
            await self._make()
            self._served = 0
        else:
            await self._keeper.execute(RESTORE)
            while len(self._left) > MAX_KEPT:
                await _end(self._left.popitem(last=False)[1])
        self._served += 1
        return with_database(self._server, self._name)

    async def drop(self) -> None:
        """Closes the connections and drops the database."""
        for left in self._left.values():
            await _end(left)
        self._left.clear()
        if self._keeper is not None:
            await _end([self._keeper])
            self._keeper = None
        if self._name:
            await run_sql(self._server, drop(self._name))
            self._name = ""

    async def _make(self) -> None:
        self._name = f"{self._template}_warm_{next(_numbers)}"
        await copy_database(self._server, self._name, self._template)
        self._keeper = await asyncpg.connect(with_database(self._server, self._name))
        await self._keeper.execute(PREPARE)
        self._shape = await self._looks()

    async def _looks(self) -> tuple[Any, ...]:
        """What changes with each table, column, constraint, function, trigger and setting."""
        return tuple(await self._keeper.fetchrow(SHAPE))

    def owns(self, settings: Settings) -> bool:
        """Whether these settings name the database, and the caller is in the loop of its connections."""
        return (
            bool(self._name)
            and settings.database_url == with_database(self._server, self._name)
            and asyncio.get_running_loop() is self._loop
        )

    def take(self, key: Key, settings: Settings) -> Any:
        """What was left under this name and is still connected, if anything."""
        left = self._left.get(key, []) if self.owns(settings) else []
        while left:
            self._left.move_to_end(key)
            if _is_usable(found := left.pop()):
                return found
        return None

    def keep(self, key: Key, connected: Any) -> None:
        """Leaves it to the next one that asks for the name."""
        if _is_usable(connected):
            self._left.setdefault(key, []).append(connected)

    @contextmanager
    def lending(self) -> Iterator[None]:
        """While it lasts, connections that earlier tests left are used where the settings are equal.

        Nothing else is kept: pools refuse what comes after their end, and answers that are shared through Redis are
        those of one test.
        """
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(group_commit, "EventWriter", type("KeptWriter", (_KeptWriter,), {"warm": self}))
            patch.setattr(open_cells, "open_pool", self.open_pool)
            patch.setattr(app, "SharedCache", self._cache_of_the_test)
            connected, close = Aggregator._connected, Aggregator.close

            async def connected_again(aggregator: Aggregator) -> Fold:
                if aggregator._fold is None:
                    aggregator._fold = self.take(_key("fold", aggregator._settings), aggregator._settings)
                return await connected(aggregator)

            async def close_or_leave(aggregator: Aggregator) -> None:
                fold = aggregator._fold
                if fold and self.owns(aggregator._settings) and not aggregator._leading and _is_usable(fold):
                    aggregator._fold = None
                    self.keep(_key("fold", aggregator._settings), fold)
                await close(aggregator)

            patch.setattr(Aggregator, "_connected", connected_again)
            patch.setattr(Aggregator, "close", close_or_leave)
            yield

    async def open_pool(self, settings: Settings, **options: Any) -> Pool:
        """A pool, as the product opens it."""
        if not self.owns(settings):
            return await open_pool(settings, **options)
        key = _key(f"pool {options}", settings)
        if pool := self.take(key, settings):
            pool.reopen()
        else:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(database, "_Pool", type("KeptPool", (_KeptPool,), {"warm": self, "key": key}))
                pool = await open_pool(settings, **options)
        found: Pool = pool
        return found

    def _cache_of_the_test(self, redis_url: str, database_url: str, *rest: Any) -> SharedCache:
        return SharedCache(redis_url, f"{database_url}_{self._tests}", *rest)


def _key(kind: str, settings: Settings) -> Key:
    return kind, settings.model_dump_json(exclude={"data_dir"})


def _is_usable(kept: Any) -> bool:
    if isinstance(kept, _KeptPool):
        return any(holder.is_connected() for holder in kept._holders)
    connection = kept.connection if isinstance(kept, Fold) else kept
    return not (connection.is_closed() or connection.is_in_transaction())


async def _end(left: list[Any]) -> None:
    for kept in left:
        if isinstance(kept, _KeptPool):
            await kept.end()
        else:
            await close_connection(kept.connection if isinstance(kept, Fold) else kept)


async def _end_tasks() -> None:
    """Ends what a test left running, as the end of its own loop would."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def in_one_loop(items: list[pytest.Item], folder: Path) -> None:
    """Runs the tests of a folder in the loop of the session, which the kept connections belong to."""
    for item in items:
        if item.path.is_relative_to(folder) and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(loop_scope="session")
async def database_url(
    request: pytest.FixtureRequest, warm: Warm, postgres_url: str, template: str, left_behind: list[str]
) -> AsyncIterator[str]:
    """An empty, migrated database, the same for all tests but those that are marked with ``own_database``."""
    if request.node.get_closest_marker("own_database"):
        name = new_name()
        await copy_database(postgres_url, name, template, *map(drop, left_behind))
        left_behind[:] = [name]
        yield with_database(postgres_url, name)
    else:
        yield await warm.restored_url()
    await _end_tasks()


@pytest_asyncio.fixture(loop_scope="session")
async def pool(warm: Warm, settings: Settings) -> AsyncIterator[Pool]:
    pool = await warm.open_pool(settings, application="test")
    yield pool
    await pool.close()


@pytest_asyncio.fixture(loop_scope="session", name="database")
async def connection(pool: Pool) -> AsyncIterator[Connection]:
    async with pool.acquire() as connection:
        yield connection


@pytest_asyncio.fixture(loop_scope="session")
async def aggregator(settings: Settings, published: Published) -> AsyncIterator[Aggregator]:
    async with aggregating(settings, published) as aggregator:
        yield aggregator
