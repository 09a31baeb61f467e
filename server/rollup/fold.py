"""Folds the claimed events into every roll-up table, one set-based statement per target.

Each statement is commutative and counts an event once, so the order in which events are claimed does not matter.
Statements name their tables without a schema: a rebuild runs the same ones on temporary tables of the same names.
"""

from collections.abc import Sequence

from server.rollup.sketches import fold_sketches
from server.storage.database import Connection
from server.storage.metric_columns import read_columns
from server.storage.sql import read_sql, statements_in
from server.storage.sql_templates import fill_in
from server.storage.statement import Statement

CLASSIFY = statements_in(__name__, "classify")
"""Statements that classify viewers; these come first, since every counter is kept by class of traffic."""

RECLASSIFY = statements_in(__name__, "reclassify")
"""Statements that move what earlier runs counted of a reclassified viewer to its new class."""

ROLL_UP = statements_in(__name__, "fold")
"""The statements of a fold, in order: states first, since their changes are part of the counters' deltas."""

WORKSPACE = (
    "claimed_events",
    "run_revisions",
    "claimed_batches",
    "claimed_profiles",
    "reclassified_viewers",
    "new_self_viewers",
    "profile_changes",
    "reclassified_events",
    "reclassified_pairs",
    "span_changes",
    "play_changes",
    "viewer_changes",
    "sketch_changes",
    "session_changes",
    "deltas",
    "content_deltas",
    "creator_deltas",
    "moved_as_of",
    "pending_changes",
    "touched_subjects",
)


class Fold:
    """The fold on one connection."""

    def __init__(self, connection: Connection, claim: Statement, statements: dict[str, Statement]) -> None:
        self.connection = connection
        self.claim = claim
        self.statements = statements

    @classmethod
    async def prepare(cls, connection: Connection) -> "Fold":
        """Creates the connection's working tables and reads the list of metrics."""
        columns = await read_columns(connection)

        def filled(name: str) -> Statement:
            return Statement(fill_in(read_sql(__name__, name), columns))

        await filled("workspace").execute(connection)
        names = (*CLASSIFY, *RECLASSIFY, *ROLL_UP)
        return cls(connection, filled("claimed_events"), {name: filled(name) for name in names})

    async def load(
        self, batches: Sequence[int], content_id: str | None = None, *, classification_only: bool = False
    ) -> int:
        """Copies events into the working table.

        Args:
            batches: The ingest batches of the events.
            content_id: Only events of this content.
            classification_only: Only events that decide the class of a viewer.

        Returns:
            The number of events.
        """
        await self.connection.execute("INSERT INTO claimed_batches SELECT unnest($1::bigint[])", batches)
        status = await self.claim.execute(
            self.connection, batches=batches, content=content_id, classification_only=classification_only
        )
        return int(status.rsplit(" ", 1)[1])

    async def load_chosen(self, chosen: str) -> int:
        """Copies the events that a query selects into the working table.

        Args:
            chosen: Selects ``project_id``, ``id`` and ``subject``.

        Returns:
            The number of events.
        """
        columns, _, _ = self.claim.text.partition("FROM events\n")
        status = await self.connection.execute(
            f"{columns}FROM events JOIN ({chosen}) AS chosen USING (project_id, id, subject)"
        )
        return int(status.rsplit(" ", 1)[1])

    async def classify(self) -> None:
        """Classifies viewers by the claimed events and the claimed profiles."""
        for name in CLASSIFY:
            await self.statements[name].execute(self.connection)

    async def run(self) -> None:
        """Folds the claimed events into every target, and moves what was reclassified.

        The events must be classified, and ``run_revisions`` must contain the projects' revisions.
        """
        changed = "SELECT EXISTS (SELECT FROM reclassified_viewers) OR EXISTS (SELECT FROM new_self_viewers)"
        moves = RECLASSIFY if await self.connection.fetchval(changed) else ()
        for name in (*moves, *ROLL_UP):
            await self.statements[name].execute(self.connection)
        await fold_sketches(self.connection)

    async def clear(self) -> None:
        """Empties the working tables inside a transaction, before the next events are claimed."""
        await self.connection.execute(f"TRUNCATE {', '.join(WORKSPACE)}")
