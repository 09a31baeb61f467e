"""Folds a slice of raw events into every roll-up table, one set-based statement per target.

Each statement is commutative and counts an event once, so the order in which slices come does not matter.
Statements name their tables without a schema: a rebuild runs the same ones on temporary tables of the same names.
"""

from collections.abc import Sequence

from server.rollup.sketches import fold_sketches
from server.storage.database import Connection
from server.storage.metric_columns import expand, read_columns
from server.storage.sql import load_sql, statements_in

CLASSIFY = statements_in(__name__, "classify")
"""What a viewer is: these come first, since every counter is kept by class of traffic."""

RECLASSIFY = statements_in(__name__, "reclassify")
"""Where a viewer turned out to be something else: what earlier runs counted of it goes to its new class."""

ROLL_UP = statements_in(__name__, "fold")
"""The statements of a fold, in order: state first, since its changes are part of the counters' deltas."""

WORKSPACE = (
    "slice",
    "run_revisions",
    "claimed_batches",
    "claimed_profiles",
    "reclassified",
    "new_selves",
    "described",
    "moved",
    "moves",
    "span_changes",
    "play_changes",
    "viewer_changes",
    "sketch_changes",
    "session_changes",
    "deltas",
    "content_deltas",
    "creator_deltas",
    "moved_as_of",
    "noticed",
    "touched",
)

PLAY_ATTRIBUTES = (
    "viewer_id",
    "session_id",
    "creator_id",
    "traffic",
    "source_type",
    "referrer",
    "campaign",
    "device_type",
    "platform",
    "os",
    "app_version",
    "country",
    "city",
    "timezone",
    "network_type",
    "cell",
)
"""What a play takes over from its earliest event; ``{attributes: …}`` in its statements."""


class Fold:
    """The fold on one connection."""

    def __init__(self, connection: Connection, statements: dict[str, str]) -> None:
        self.connection = connection
        self.statements = statements

    @classmethod
    async def prepare(cls, connection: Connection) -> "Fold":
        """Makes the connection's working tables and reads which metrics there are."""
        columns = {**await read_columns(connection), "attributes": PLAY_ATTRIBUTES}
        await connection.execute(expand(load_sql(__name__, "workspace"), columns))
        names = (*CLASSIFY, *RECLASSIFY, *ROLL_UP)
        return cls(connection, {name: expand(load_sql(__name__, name), columns) for name in names})

    async def load(
        self, batches: Sequence[int], content_id: str | None = None, *, classification_only: bool = False
    ) -> int:
        """Slices events into the working table.

        Args:
            batches: The ingest batches they came in.
            content_id: Those of this content only.
            classification_only: Those only that tell what a viewer is.

        Returns:
            How many.
        """
        await self.connection.execute("INSERT INTO claimed_batches SELECT unnest($1::bigint[])", batches)
        sql = load_sql(__name__, "slice")
        status = await self.connection.execute(sql, batches, content_id, classification_only)
        return int(status.rsplit(" ", 1)[1])

    async def load_chosen(self, chosen: str) -> int:
        """Slices the events that a query chooses into the working table.

        Args:
            chosen: Selects ``project_id``, ``id`` and ``subject``.

        Returns:
            How many.
        """
        columns, _, _ = load_sql(__name__, "slice").partition("FROM events\n")
        status = await self.connection.execute(
            f"{columns}FROM events JOIN ({chosen}) AS chosen USING (project_id, id, subject)"
        )
        return int(status.rsplit(" ", 1)[1])

    async def classify(self) -> None:
        """Takes in what the slice and the claimed profiles tell of viewers."""
        for name in CLASSIFY:
            await self.connection.execute(self.statements[name])

    async def run(self) -> None:
        """Folds the loaded slice into every target, and moves what changed class.

        The slice must be classified, and ``run_revisions`` must name the projects' revisions.
        """
        changed = "SELECT EXISTS (SELECT FROM reclassified) OR EXISTS (SELECT FROM new_selves)"
        moves = RECLASSIFY if await self.connection.fetchval(changed) else ()
        for name in (*moves, *ROLL_UP):
            await self.connection.execute(self.statements[name])
        await fold_sketches(self.connection)

    async def clear(self) -> None:
        """Empties the working tables inside a transaction, before the next slice."""
        await self.connection.execute(f"TRUNCATE {', '.join(WORKSPACE)}")
