"""The counters' columns, and SQL that repeats its text for each of them.

A statement in a ``.sql`` file says ``{metrics: sum(#) AS #}`` instead of ninety lines. The lists are

* ``metrics``: every counter;
* ``histogram``: the bins of watch time;
* ``definitions``: the definitions of a view other than the first, as prefixes of their columns: ``engaged`` for
  ``engaged_views``.
"""

import re
from collections.abc import Mapping, Sequence

from server.storage.database import Connection
from server.storage.sql import load_sql

Columns = Mapping[str, Sequence[str]]

_TEMPLATES = """
SELECT attrelid::regclass::text AS template, array_agg(attname::text ORDER BY attnum) AS columns
FROM pg_attribute
WHERE attrelid IN ('metric_columns'::regclass, 'watch_histogram_columns'::regclass)
    AND attnum > 0 AND NOT attisdropped
GROUP BY 1
"""
_PLACEHOLDER = re.compile(r"\{([a-z]+): ([^}]*)\}")
_DEFINED = "_views"

_expanded: dict[tuple[str, str], str] = {}


def expand(sql: str, columns: Columns) -> str:
    """Replaces each ``{metrics: … # …}`` by its text repeated for every metric column, the name standing for ``#``."""

    def repeat(found: re.Match[str]) -> str:
        return ", ".join(found[2].replace("#", column) for column in columns[found[1]])

    return _PLACEHOLDER.sub(repeat, sql)


async def read_columns(connection: Connection) -> Columns:
    """The columns behind the placeholders, from the database's templates."""
    found = {row["template"]: row["columns"] for row in await connection.fetch(_TEMPLATES)}
    metrics: list[str] = found["metric_columns"]
    definitions = [name.removesuffix(_DEFINED) for name in metrics if name.endswith(_DEFINED)]
    return {"metrics": metrics, "histogram": found["watch_histogram_columns"], "definitions": definitions}


async def load_expanded(connection: Connection, module: str, name: str) -> str:
    """The text of ``sql/NAME.sql`` next to a module, with its placeholders filled in; read once per process."""
    if (module, name) not in _expanded:
        _expanded[module, name] = expand(load_sql(module, name), await read_columns(connection))
    return _expanded[module, name]
