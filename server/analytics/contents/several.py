"""Several contents at once: the numbers of each, and of all together."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.analytics.counted_days import read_days
from server.analytics.listed_content import MeasuredContent, read_contents, read_contents_in_range
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.project_state import ProjectState, read_project_state
from server.analytics.query import SeveralQuery
from server.metrics.listed_counts import ListedCounts
from server.storage.database import Connection


@dataclass(frozen=True, slots=True)
class SeveralResult:
    """One consistent state of several contents.

    Attributes:
        state: The project's state.
        contents: The contents, in the order of the query.
        totals: The counters of all of them together; one that is asked for twice counts once.
        unique_viewers: Distinct viewers of all of them together; 0 if not requested.
    """

    state: ProjectState
    contents: list[MeasuredContent]
    totals: ListedCounts
    unique_viewers: int


async def read_several(
    connection: Connection, query: SeveralQuery, *, viewers: bool, total_viewers: bool
) -> SeveralResult:
    """Reads several contents, each group of numbers with one statement.

    Args:
        connection: Inside a snapshot.
        query: The query; unknown contents have zeros.
        viewers: Whether what depends on the viewers of each content is requested.
        total_viewers: Whether the distinct viewers of all together are requested.
    """
    different = list(dict.fromkeys(query.content_ids))
    found = dict(zip(different, await _read(connection, query, different, viewers=viewers), strict=True))
    return SeveralResult(
        state=await read_project_state(connection, query.project_id),
        contents=[found[content_id] for content_id in query.content_ids],
        totals=ListedCounts.of_all(content.counts for content in found.values()),
        unique_viewers=await _count_viewers(connection, query, different) if total_viewers else 0,
    )


async def _read(
    connection: Connection, query: SeveralQuery, content_ids: Sequence[str], *, viewers: bool
) -> list[MeasuredContent]:
    definition, classes = query.definition, query.traffic.classes
    if query.time_range is None:
        return await read_contents(connection, query.project_id, content_ids, definition=definition, classes=classes)
    return await read_contents_in_range(
        connection,
        query.project_id,
        content_ids,
        time_range=query.time_range,
        days=await read_days(connection, query.project_id, query.time_range),
        definition=definition,
        classes=classes,
        viewers=viewers,
    )


async def _count_viewers(connection: Connection, query: SeveralQuery, content_ids: Sequence[str]) -> int:
    name, which = "several_viewers", {"project": query.project_id, "classes": query.traffic.classes}
    if query.time_range is not None:
        name = "several_viewers_range"
        which |= {"start": query.time_range.start, "end": query.time_range.end_bucket}
    sql = load_metrics_sql(__name__, name, query.definition.prefix)
    count: int = await sql.fetchval(connection, **which, contents=content_ids)
    return count
