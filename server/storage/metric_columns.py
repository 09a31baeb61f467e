"""The counters' columns, and SQL that repeats its text for each of them.

A statement in a ``.sql`` file says ``{metrics: sum(#) AS #}`` instead of ninety lines. The lists are

* ``metrics``: every counter;
* ``histogram``: the bins of watch time;
* ``definitions``: the definitions of a view that are plays, as the names of their columns begin: ``engaged`` for
  ``engaged_views``; ``@`` is whether a play is a view;
* ``tallies``: the counters of events; ``@`` is which events count. ``events``: the types of these events;
* ``sessiontallies``: likewise of ``sessions``;
* ``playsums``: the counters that sum something over plays; ``@`` is what;
* ``playcounts``: the counters of plays of some kind, views among them; ``@`` is which plays count.

What counts comes from the catalogue (server/metrics).
"""

import re
from collections.abc import Mapping, Sequence

from server.metrics.columns import EVENTS, PLAY_COUNTS, PLAY_SUMS, PLAYED_VIEWS, SESSION_TALLIES, TALLIES
from server.storage.database import Connection
from server.storage.event_columns import CLAIMED_COLUMNS
from server.storage.play_columns import PLAY_AMOUNTS, PLAY_ATTRIBUTES, PLAY_COLUMNS
from server.storage.sql import load_sql

Columns = Mapping[str, Sequence[str] | Mapping[str, str]]
"""What each placeholder is repeated for: names, or names and what is said of each."""

_TEMPLATES = """
SELECT attrelid::regclass::text AS template, array_agg(attname::text ORDER BY attnum) AS columns
FROM pg_attribute
WHERE attrelid IN ('metric_columns'::regclass, 'watch_histogram_columns'::regclass)
    AND attnum > 0 AND NOT attisdropped
GROUP BY 1
"""
_PLACEHOLDER = re.compile(r"\{([a-z]+): ([^}]*)\}")
_DECLARED: Columns = {
    "definitions": PLAYED_VIEWS,
    "tallies": TALLIES,
    "events": EVENTS,
    "sessiontallies": SESSION_TALLIES,
    "playsums": PLAY_SUMS,
    "playcounts": PLAY_COUNTS,
    "claimed": [column.name for column in CLAIMED_COLUMNS],
    "declared": [column.declaration for column in CLAIMED_COLUMNS],
    "attributes": PLAY_ATTRIBUTES,
    "playcolumns": {column.name: column.of_events for column in PLAY_COLUMNS},
    "playmerges": {column.name: column.merge for column in PLAY_COLUMNS},
    "amounts": PLAY_AMOUNTS,
}

_expanded: dict[tuple[str, str], str] = {}


def expand(sql: str, columns: Columns) -> str:
    """Replaces each ``{metrics: … # …}`` by its text, repeated for every column and joined by commas.

    The column stands for ``#``; what is said of it, if anything is, for ``@``.
    """

    def repeat(found: re.Match[str]) -> str:
        text, named = found[2], columns[found[1]]
        if isinstance(named, Mapping):
            return ", ".join(text.replace("#", column).replace("@", said) for column, said in named.items())
        return ", ".join(text.replace("#", column) for column in named)

    return _PLACEHOLDER.sub(repeat, sql)


async def read_columns(connection: Connection) -> Columns:
    """The columns behind the placeholders, from the database's templates and the catalogue."""
    found = {row["template"]: row["columns"] for row in await connection.fetch(_TEMPLATES)}
    return {
        **_DECLARED,
        "metrics": found["metric_columns"],
        "histogram": found["watch_histogram_columns"],
    }


async def load_expanded(connection: Connection, module: str, name: str) -> str:
    """The text of ``sql/NAME.sql`` next to a module, with its placeholders filled in; read once per process."""
    if (module, name) not in _expanded:
        _expanded[module, name] = expand(load_sql(module, name), await read_columns(connection))
    return _expanded[module, name]
