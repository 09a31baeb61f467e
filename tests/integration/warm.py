"""A database that many tests use one after another, with the connections to it.

A test that has a database of its own spends most of its time on connections that know nothing: each reads the catalogue
and plans sixty statements that it sends once. Here connections stay, what a test wrote is deleted before the next one,
and a test that changed more than rows leaves a new database to the next.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from server.events import group_commit
from server.events.writing import EventWriter
from server.rollup.aggregator import Aggregator
from server.rollup.fold import Fold
from server.rollup.hints import Publish
from server.settings import Settings
from server.storage.database import Pool, open_pool
from tests.conftest import run_sql, with_database

SHAPE = """
SELECT
    (SELECT (count(*), max(oid::bigint), sum(relnatts)) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace)::text,
    (SELECT (count(*), max(oid::bigint)) FROM pg_constraint WHERE connamespace = 'public'::regnamespace)::text,
    (SELECT (count(*), max(oid::bigint)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)::text,
    (SELECT (count(*), max(oid::bigint)) FROM pg_trigger)::text,
    (SELECT count(*) FROM pg_db_role_setting)
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
        SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    LOOP
        emptying := emptying || format('DELETE FROM public.%I; ', name);
        EXECUTE format('SELECT count(*) FROM public.%I', name) INTO found;
        IF found > 0 THEN
            SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
            WHERE attrelid = format('public.%I', name)::regclass AND attnum > 0
                AND NOT attisdropped AND attgenerated = '';
            EXECUTE format('CREATE TABLE as_made.%I AS SELECT %s FROM public.%I', name, columns, name);
            emptying := emptying || format(
                'INSERT INTO public.%I (%s) OVERRIDING SYSTEM VALUE SELECT * FROM as_made.%I; ', name, columns, name);
        END IF;
    END LOOP;
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' LOOP
        EXECUTE format('SELECT last_value, is_called FROM public.%I', name) INTO found, called;
        emptying := emptying || format('PERFORM setval(%L, %s, %L); ', 'public.' || name, found, called);
    END LOOP;
    EXECUTE format(
        'CREATE FUNCTION as_made.restore() RETURNS void LANGUAGE plpgsql AS %L', 'BEGIN ' || emptying || 'END');
END $$
"""
RESTORE = "SELECT as_made.restore()"

_numbers = count(1)


class _KeptWriter(EventWriter):
    """A writer that takes a connection that another one has left."""

    left: list[Any]

    async def _open(self) -> Any:
        while self.left:
            if not (connection := self.left.pop()).is_closed():
                return connection
        return await super()._open()

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None or connection.is_closed():
            return
        if self._has_stage or connection.is_in_transaction():
            await connection.close()
        else:
            self.left.append(connection)


class Warm:
    """The database and its connections, all of one event loop.

    Args:
        postgres_url: The server.
        template: What the database is a copy of.
    """

    def __init__(self, postgres_url: str, template: str) -> None:
        self._server = postgres_url
        self._template = template
        self._name = ""
        self._shape: tuple[Any, ...] | None = None
        self._keeper: Any = None
        self._pool: Pool | None = None
        self._folds: dict[str, Fold] = {}
        self._writers: defaultdict[str, list[Any]] = defaultdict(list)

    async def restored_url(self) -> str:
        """The address of the database, as empty as its template."""
        if self._keeper is None or self._keeper.is_closed() or await self._looks() != self._shape:
            await self.drop()
            await self._make()
        else:
            await self._keeper.execute(RESTORE)
        return with_database(self._server, self._name)

    async def drop(self) -> None:
        """Closes the connections and drops the database."""
        connections = [self._keeper, *(fold.connection for fold in self._folds.values())]
        for connection in (*connections, *(one for left in self._writers.values() for one in left)):
            if connection is not None and not connection.is_closed():
                await connection.close()
        if self._pool is not None:
            await self._pool.close()
        self._pool = self._keeper = None
        self._folds.clear()
        self._writers.clear()
        if self._name:
            await run_sql(self._server, f"DROP DATABASE {self._name} WITH (FORCE)")
            self._name = ""

    async def _make(self) -> None:
        self._name = f"{self._template}_warm_{next(_numbers)}"
        await run_sql(self._server, f"CREATE DATABASE {self._name} TEMPLATE {self._template}")
        self._keeper = await asyncpg.connect(with_database(self._server, self._name))
        await self._keeper.execute(PREPARE)
        self._shape = await self._looks()

    async def _looks(self) -> tuple[Any, ...]:
        """What changes with each table, column, constraint, function and trigger."""
        return tuple(await self._keeper.fetchrow(SHAPE))

    @asynccontextmanager
    async def pool(self, settings: Settings) -> AsyncIterator[Pool]:
        """The pool; another one after a test that did not return all of its connections."""
        if self._pool is None:
            self._pool = await open_pool(settings, application="test")
        pool = self._pool
        try:
            yield pool
        finally:
            if pool.is_closing() or pool.get_idle_size() < pool.get_size():
                pool.terminate()
                self._pool = None

    @asynccontextmanager
    async def aggregator(self, settings: Settings, publish: Publish) -> AsyncIterator[Aggregator]:
        """An aggregator of its own that folds over the connection of the last one with the same settings."""
        aggregator = Aggregator(settings, publish=publish)
        aggregator._fold = self._folds.pop(_key(settings), None)
        try:
            yield aggregator
        finally:
            fold = aggregator._fold
            if fold and not (aggregator._leading or fold.connection.is_closed() or fold.connection.is_in_transaction()):
                aggregator._fold, self._folds[_key(settings)] = None, fold
            await aggregator.close()

    @contextmanager
    def writers(self, settings: Settings) -> Iterator[None]:
        """While it lasts, writers of events use the connections of the last ones with the same settings."""
        kept = type("KeptWriter", (_KeptWriter,), {"left": self._writers[_key(settings)]})
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(group_commit, "EventWriter", kept)
            yield


def _key(settings: Settings) -> str:
    return settings.model_dump_json(exclude={"data_dir"})


def in_one_loop(items: list[pytest.Item]) -> None:
    """Runs tests in the loop of the session, which the kept connections belong to."""
    for item in items:
        if pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
