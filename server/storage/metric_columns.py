"""The lists of columns that statements of the roll-up repeat their text for.

A statement in a ``.sql`` file says ``{metrics: sum(#) AS #}`` instead of ninety lines. The lists are

* ``metrics``: every counter; ``deltas``: the same; ``@`` is the type of its change by one run;
* ``histogram``: the bins of watch time;
* ``definitions``: the definitions of a view that are plays, as the names of their columns begin: ``engaged`` for
  ``engaged_views``; ``@`` is whether a play is a view;
* ``tallies``: the counters of events; ``@`` is which events count. ``events``: the types of these events;
* ``sessiontallies``: likewise of ``sessions``;
* ``playsums``: the counters that sum something over plays; ``@`` is what;
* ``playcounts``: the counters of plays of some kind, views among them; ``@`` is which plays count;
* ``listed``: the counters that lists show, as ``content_days`` has them.

What counts comes from the catalogue (server/metrics).
"""

from collections.abc import Mapping

from server.metrics.columns import (
    EVENTS,
    LISTED_COLUMNS,
    PLAY_COUNTS,
    PLAY_SUMS,
    PLAYED_VIEWS,
    SESSION_TALLIES,
    TALLIES,
)
from server.storage.database import Connection
from server.storage.event_columns import CLAIMED_COLUMNS
from server.storage.play_columns import PLAY_AMOUNTS, PLAY_ATTRIBUTES, PLAY_COLUMNS
from server.storage.sql import read_sql
from server.storage.sql_templates import Repeated, fill_in
from server.storage.statement import Statement

_TEMPLATES = """
SELECT attrelid::regclass::text AS template, array_agg(attname::text ORDER BY attnum) AS columns
FROM pg_attribute
WHERE attrelid IN ('metric_columns'::regclass, 'watch_histogram_columns'::regclass)
    AND attnum > 0 AND NOT attisdropped
GROUP BY 1
"""
_DECLARED: Mapping[str, Repeated] = {
    "definitions": PLAYED_VIEWS,
    "tallies": TALLIES,
    "events": EVENTS,
    "sessiontallies": SESSION_TALLIES,
    "playsums": PLAY_SUMS,
    "playcounts": PLAY_COUNTS,
    "listed": LISTED_COLUMNS,
    "claimed": {column.name: column.counted_as for column in CLAIMED_COLUMNS},
    "declared": [column.declaration for column in CLAIMED_COLUMNS],
    "attributes": PLAY_ATTRIBUTES,
    "playcolumns": {column.name: column.of_events for column in PLAY_COLUMNS},
    "playmerges": {column.name: column.merge for column in PLAY_COLUMNS},
    "amounts": PLAY_AMOUNTS,
}

_filled: dict[tuple[str, str, frozenset[tuple[str, str]]], Statement] = {}


async def read_columns(connection: Connection) -> Mapping[str, Repeated]:
    """The columns behind the placeholders, from the database's templates and the catalogue."""
    found = {row["template"]: row["columns"] for row in await connection.fetch(_TEMPLATES)}
    metrics = found["metric_columns"]
    return {
        **_DECLARED,
        "metrics": metrics,
        "deltas": {name: "bigint" if name in PLAY_SUMS else "integer" for name in metrics},
        "histogram": found["watch_histogram_columns"],
    }


async def load_rollup_sql(connection: Connection, module: str, name: str, **texts: str) -> Statement:
    """The statement NAME next to a module, with these lists filled in, and further texts; read once per process."""
    key = module, name, frozenset(texts.items())
    if key not in _filled:
        _filled[key] = Statement(fill_in(read_sql(module, name), {**await read_columns(connection), **texts}))
    return _filled[key]
