"""SQL templates: the list of metric columns is written once, and expanded for one definition of a view."""

import re
from functools import cache

from server.analytics.counters import COLUMNS
from server.analytics.watch_histogram import BINS
from server.storage.metric_columns import expand
from server.storage.sql import load_sql

HISTOGRAM = [f"watch_h{number:02}" for number in range(BINS)]
"""The columns of the watch time histogram."""

_PLACEHOLDER = re.compile(r"\{metrics: ([^}]*)\}")


@cache
def load_metrics_sql(module: str, name: str, prefix: str) -> str:
    """The text of a package's ``sql/NAME.sql``, for one definition of a view.

    Each ``{metrics: … @ … #}`` is repeated for every field of ``Counts``, joined by commas: ``#`` stands for the field,
    ``@`` for the column that holds it under the definition, so that ``{metrics: sum(@) AS #}`` becomes
    ``sum(engaged_views) AS views, …, sum(plays) AS plays, …``. ``{prefix}`` is the definition's prefix,
    for columns that are not in ``Counts``: ``{prefix}unique_viewers``. ``{histogram: … # …}`` is repeated for each bin
    of watch time.

    Args:
        module: The ``__name__`` of a module next to the folder ``sql``.
        name: The file's name without its extension.
        prefix: The definition's prefix of view columns; empty for ``start@1``.
    """

    def repeat(found: re.Match[str]) -> str:
        return ", ".join(found[1].replace("@", stored_column(field, prefix)).replace("#", field) for field in COLUMNS)

    sql = _PLACEHOLDER.sub(repeat, load_sql(module, name)).replace("{prefix}", prefix)
    return expand(sql, {"histogram": HISTOGRAM})


def stored_column(field: str, prefix: str) -> str:
    """The column of ``metric_columns`` that holds a field of ``Counts`` under a definition of a view."""
    return prefix + field if field == "views" or field.startswith("views_") else field
