"""Folds the claimed events into every roll-up table, one set-based statement per target.

Each statement is commutative and counts an event once, so the order in which events are claimed does not matter.
Statements name their tables without a schema: a rebuild runs the same ones on temporary tables of the same names.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

import asyncpg

from server.rollup.sketches import fold_sketches
from server.sessions import SESSION_TIMEOUT
from server.settings import Settings
from server.storage.database import Connection
from server.storage.metric_columns import read_columns
from server.storage.sql import read_sql, statements_in
from server.storage.sql_templates import fill_in
from server.storage.statement import Statement

NEW_OWNERS = "new_owners"
"""The statement that decides who owns the contents that no earlier run has seen."""

CLASSIFY = statements_in(__name__, "classify")
"""Statements that classify viewers: before all others, since every counter is kept by class of traffic."""

TRANSFER = statements_in(__name__, "transfer")
"""Statements that move what was counted of a content from its previous owner to the new one."""

RECLASSIFY = statements_in(__name__, "reclassify")
"""Statements that move what earlier runs counted: of viewers to a new class, of sessions also to a new owner."""

ROLL_UP = statements_in(__name__, "fold")
"""The statements of a fold, in order: states first, since their changes are part of the counters' deltas."""

TRANSFERS_AT_ONCE = 20
"""Maximum number of contents that a run gives to another owner; each may move its counters, viewers and sessions."""

MOVING = ("reclassified_viewers", "new_self_viewers", "lost_self_viewers", "transfers")
"""Working tables of what moves; if all are empty, nothing is reclassified."""

NEEDED = {
    "sales": "bool_or(sale_id IS NOT NULL)",
    "refunds": "bool_or(sale_id IS NOT NULL)",
    "streams": "bool_or(type LIKE 'stream%')",
    "described_days": "EXISTS (SELECT 1 FROM profile_changes)",
}
"""Statements of the fold that most runs do not need: when they do, asked of the claimed events. When something moves,
all are needed."""

WORKSPACE = (
    "claimed_events",
    "run_revisions",
    "claimed_batches",
    "claimed_profiles",
    "claimed_owners",
    "transfers",
    "reclassified_viewers",
    "new_self_viewers",
    "lost_self_viewers",
    "profile_changes",
    "reclassified_events",
    "reclassified_pairs",
    "session_parts",
    "span_changes",
    "play_changes",
    "viewer_changes",
    "sketch_changes",
    "deltas",
    "content_deltas",
    "creator_deltas",
    "moved_as_of",
    "pending_changes",
    "touched_subjects",
)

ANY_ID = UUID(int=0), UUID(int=2**128 - 1)

REPLANNED_AFTER = 1000
"""Runs after which kept plans are made again, as they are after 1, 2, 4, 8 … runs: a plan that was made while a table
was empty reads any index of it, and PostgreSQL notices only when the table is analyzed."""

SMALL = 5000
"""Events of a run whose plans may be kept: planning takes a good part of it. A larger one deserves plans that know how
many rows the working tables have."""


class Fold:
    """The fold on one connection.

    Args:
        connection: The connection, with working tables.
        statements: The statements, by name.
        settings: What statements have as parameters.
        keeps_plans: Whether small runs reuse the plans of the first of them. PostgreSQL drops a plan when a table
            changes or is analyzed, but not when a temporary table takes its place: so not where there are twins.
    """

    def __init__(
        self, connection: Connection, statements: dict[str, Statement], settings: Settings, *, keeps_plans: bool
    ) -> None:
        self.connection = connection
        self.statements = statements
        self._values: dict[str, object] = {
            "hot_views": settings.trending_min_views_per_hour,
            "creators_claim": settings.creators_claim_contents,
            "session_timeout": SESSION_TIMEOUT,
        }
        self._plans: dict[str, asyncpg.prepared_stmt.PreparedStatement[asyncpg.Record]] = {}
        self._keeps_plans = keeps_plans
        self._runs = 0
        self._events = 0

    @classmethod
    async def prepare(cls, connection: Connection, settings: Settings, *, keeps_plans: bool = False) -> "Fold":
        """Creates the connection's working tables and reads the list of metrics."""
        columns = await read_columns(connection)

        def filled(name: str) -> Statement:
            return Statement(fill_in(read_sql(__name__, name), columns))

        await filled("workspace").execute(connection)
        names = ("claimed_events", NEW_OWNERS, *TRANSFER, *CLASSIFY, *RECLASSIFY, *ROLL_UP)
        return cls(connection, {name: filled(name) for name in names}, settings, keeps_plans=keeps_plans)

    async def load(
        self,
        batches: Sequence[int],
        content_id: str | None = None,
        *,
        ids: tuple[UUID, UUID] = ANY_ID,
        classification_only: bool = False,
    ) -> int:
        """Copies events into the working table.

        Args:
            batches: The ingest batches of the events.
            content_id: Only events of this content.
            ids: The smallest and the largest id that the events may have; a short range keeps other days' partitions
                out.
            classification_only: Only events that decide the class of a viewer.

        Returns:
            The number of events.
        """
        await self.connection.execute("INSERT INTO claimed_batches SELECT unnest($1::bigint[])", batches)
        status = await self.statements["claimed_events"].execute(
            self.connection,
            batches=batches,
            first_id=ids[0],
            last_id=ids[1],
            content=content_id,
            classification_only=classification_only,
        )
        self._events = int(status.rsplit(" ", 1)[1])
        await self._execute((NEW_OWNERS,), keep=self._events <= SMALL)
        return self._events

    async def load_chosen(self, chosen: str) -> int:
        """Copies the events that a query selects into the working table.

        Args:
            chosen: Selects ``project_id`` and ``id``.

        Returns:
            The number of events.
        """
        all_events, _, _ = self.statements["claimed_events"].text.partition("WHERE batch_id")
        status = await self.connection.execute(
            all_events.replace("FROM events\n", f"FROM events JOIN ({chosen}) AS c USING (project_id, id)\n")
        )
        await self._execute((NEW_OWNERS,))
        return int(status.rsplit(" ", 1)[1])

    async def classify(self) -> None:
        """Classifies viewers by the claimed events and the claimed profiles."""
        await self._execute(CLASSIFY, keep=self._events <= SMALL)

    async def transfer(self) -> bool:
        """Moves everything that is counted of the claimed contents to their owners, before the run loads events.

        Returns:
            Whether the owner of any of them has changed.
        """
        first, *rest = TRANSFER
        await self.statements[first].execute(self.connection, limit=TRANSFERS_AT_ONCE)
        if not await self.connection.fetchval("SELECT EXISTS (SELECT 1 FROM transfers)"):
            return False
        # a few contents are looked up in tables that may be large
        await self.connection.execute("SET LOCAL enable_nestloop = on; SET LOCAL enable_hashjoin = off")
        await self._execute(rest)
        await self.connection.execute("SET LOCAL enable_nestloop = off; SET LOCAL enable_hashjoin = on")
        return True

    async def run(self) -> None:
        """Folds the claimed events into every target, and moves what was reclassified.

        The events must be classified, and ``run_revisions`` must contain the projects' revisions.
        """
        some = " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in MOVING)  # noqa: S608  # our own names
        asked = [f"{some} AS moves", *(f"{condition} AS {name}" for name, condition in NEEDED.items())]
        found = await self.connection.fetchrow(f"SELECT {', '.join(asked)} FROM claimed_events")  # noqa: S608  # our own names
        assert found is not None
        moves = found["moves"]
        if moves:
            await self._execute(RECLASSIFY)
        names = [name for name in ROLL_UP if moves or name not in NEEDED or found[name]]
        # what moves may be all that a viewer ever did, or all that happened to a content
        await self._execute(names, keep=self._events <= SMALL and not moves)
        await fold_sketches(self.connection)
        self._events = 0
        self._runs += 1
        if self._runs & (self._runs - 1) == 0 or self._runs % REPLANNED_AFTER == 0:
            self._plans.clear()

    async def run_on_twins(self) -> None:
        """Folds the claimed events into twins of the targets, which have no revisions, and what was marked to count."""
        await self.connection.execute(
            "INSERT INTO run_revisions SELECT project_id, 0 FROM claimed_events"
            " UNION SELECT project_id, 0 FROM play_changes UNION SELECT project_id, 0 FROM span_changes"
        )
        await self.run()

    def values_of(self, name: str) -> dict[str, object]:
        """The parameters of a statement that are the same in every run: settings, and the timeout of sessions."""
        return {parameter: self._values[parameter] for parameter in self.statements[name].parameters}

    async def clear(self) -> None:
        """Empties the working tables inside a transaction, before the next events are claimed."""
        filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in WORKSPACE)  # noqa: S608
        if names := [name for (name,) in await self.connection.fetch(filled)]:
            await self.connection.execute(f"TRUNCATE {', '.join(names)}")

    async def _execute(self, names: Iterable[str], *, keep: bool = False) -> None:
        for name in names:
            statement, values = self.statements[name], self.values_of(name)
            if not (keep and self._keeps_plans):
                await statement.execute(self.connection, **values)
                continue
            if name not in self._plans:
                self._plans[name] = await self.connection.prepare(statement.text)
            await self._plans[name].fetch(*statement.arguments(values))
