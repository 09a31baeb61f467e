"""Statements that are made for one definition of a view."""

from functools import cache

from server.analytics.watch_histogram import BINS
from server.metrics.columns import stored_column
from server.metrics.counters import COLUMNS
from server.metrics.listed_counts import LISTED
from server.storage.sql import read_sql
from server.storage.sql_templates import Values, fill_in
from server.storage.statement import Statement

HISTOGRAM = [f"watch_h{number:02}" for number in range(BINS)]
"""The columns of the watch time histogram."""


@cache
def load_metrics_sql(module: str, name: str, prefix: str, **texts: str) -> Statement:
    """The statement ``sql/NAME.sql`` of a package, for one definition of a view.

    Each ``{metrics: … @ … #}`` is repeated for every field of ``Counts``, joined by commas: ``#`` stands for the field,
    ``@`` for the column that holds it under the definition, so that ``{metrics: sum(@) AS #}`` becomes
    ``sum(engaged_views) AS views, …, sum(plays) AS plays, …``. ``{prefix}`` is the definition's prefix,
    for columns that are not in ``Counts``: ``{prefix}unique_viewers``. ``{histogram: … # …}`` is repeated for each bin
    of watch time, ``{listed: … @ … #}`` for each field of ``ListedCounts``.

    Args:
        module: The ``__name__`` of a module next to the folder ``sql``.
        name: The file's name without its extension.
        prefix: The definition's prefix of view columns; empty for ``start@1``.
        texts: What its other placeholders stand for, such as ``FORWARDS`` of ``server.storage.pages``.
    """
    columns = {field: stored_column(field, prefix) for field in COLUMNS}
    listed = {field: columns[field] for field in LISTED}
    values: Values = {"metrics": columns, "listed": listed, "histogram": HISTOGRAM, "prefix": prefix, **texts}
    return Statement(fill_in(read_sql(module, name), values))
