"""What a worker answers: each kind of question, in a snapshot of the database of its project."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import structlog

from server.analytics.cohorts.cohorts import Cohorts
from server.analytics.cohorts.question import CohortsQuestion
from server.analytics.funnels.funnel import Funnels
from server.analytics.funnels.question import FunnelBreakdownQuestion, FunnelQuestion, ViewerPage
from server.analytics.kept_answers import KeptAnswers
from server.analytics.snapshot import read_snapshot
from server.errors import ErrorCode, ViewpulseError
from server.settings import Settings
from server.storage.cell_directory import DEFAULT_CELL, find_cell
from server.storage.database import Connection, Pool, close_pool, open_pool
from server.storage.projects import known_projects
from server.storage.revision import newest_revision, require_schema
from server.worker.messages import Question

FUNNEL, FUNNEL_VIEWERS, FUNNEL_BREAKDOWN, COHORTS = "funnel", "funnelViewers", "funnelBreakdown", "cohorts"
"""The kinds of questions."""
SORT_MEMORY = "128MB"
"""Memory of PostgreSQL for one sort of a question; what does not fit goes to its disk."""
HELPERS = 1
"""Processes with which PostgreSQL may share the reading for one question, so that other cores stay for ingest."""

_log = structlog.get_logger(__name__)


class WorkerAnswers:
    """Answers the questions of all projects; opens the database of a cell when it is asked about.

    Args:
        settings: The database, and the limits.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pools: dict[str, Pool] = {}
        self._opening = asyncio.Lock()
        self._needed = newest_revision()
        kept = KeptAnswers(settings.worker_cache_bytes)
        funnels = Funnels(kept, seconds=settings.worker_timeout)
        cohorts = Cohorts(kept, seconds=settings.worker_timeout)
        self._kinds: dict[str, tuple[Any, Any]] = {
            FUNNEL: (FunnelQuestion, funnels.funnel),
            FUNNEL_VIEWERS: (ViewerPage, funnels.viewers),
            FUNNEL_BREAKDOWN: (FunnelBreakdownQuestion, funnels.breakdown),
            COHORTS: (CohortsQuestion, cohorts.cohorts),
        }

    async def respond(self, question: Question) -> bytes:
        """The answer to a question, encoded.

        Raises:
            ViewpulseError: BAD_INPUT for a question that this version does not know; what else the question raises.
            SchemaRefused: This version must not work on the schema of the database.
            asyncpg.PostgresError, OSError: The database is unavailable.
        """
        if question.kind not in self._kinds:
            raise ViewpulseError(ErrorCode.BAD_INPUT, f"This worker does not know the question {question.kind}.")
        kind, answer = self._kinds[question.kind]
        decoded = msgspec.msgpack.decode(question.body, type=kind)
        async with self._snapshot(question.project_id) as connection:
            return msgspec.msgpack.encode(await answer(connection, decoded))

    async def close(self) -> None:
        """Closes the connections."""
        await asyncio.gather(*(close_pool(pool) for pool in self._pools.values()))

    @asynccontextmanager
    async def _snapshot(self, project_id: int) -> AsyncIterator[Connection]:
        """A snapshot of a project's database. A worker that is lost leaves no statement behind for long."""
        directory = await self._pool(DEFAULT_CELL)
        cell = (await known_projects(directory, {project_id})).get(project_id, DEFAULT_CELL)
        milliseconds = round((self._settings.worker_timeout + self._settings.database_timeout) * 1000)
        async with read_snapshot(await self._pool(cell), project_id) as connection:
            await connection.execute(
                f"SET LOCAL work_mem = '{SORT_MEMORY}'; SET LOCAL statement_timeout = {milliseconds}; "
                f"SET LOCAL max_parallel_workers_per_gather = {HELPERS}"
            )
            yield connection

    async def _pool(self, cell: str) -> Pool:
        """The database of a cell, whose schema lets this version answer at the moment."""
        async with self._opening:
            if cell not in self._pools:
                settings = self._settings
                if cell != DEFAULT_CELL:
                    settings = (await find_cell(self._pools[DEFAULT_CELL], settings, cell)).settings(settings)
                    _log.info("answering for a cell", cell=cell)
                size = settings.worker_questions + 1
                self._pools[cell] = await open_pool(settings, application="worker", size=size, minimum=0)
            pool = self._pools[cell]
        await require_schema(pool, self._needed)
        return pool
