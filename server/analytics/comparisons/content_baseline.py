"""The baselines of a content: its previous period, its creator's average, or the average of all contents."""

from dataclasses import replace

from server.analytics.access import read_owner
from server.analytics.comparisons.comparison import UNKNOWN, Baseline, Measured, measure_average, measure_one
from server.analytics.contents.benchmarks import read_scored
from server.analytics.contents.totals import ContentResult, ContentSelection, read_content
from server.analytics.creators.totals import read_scope
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import ContentQuery, ScopeQuery
from server.analytics.ranges import TimeRange
from server.metrics.rates import EngagementProfile
from server.storage.database import Connection


def measure_content(result: ContentResult, profile: EngagementProfile) -> Measured:
    """The metrics that a content is compared by; its viewers must have been read."""
    return measure_one(result.counts, result.rewatches, result.unique_viewers, profile)


async def read_sides(
    connection: Connection, query: ContentQuery, to: Baseline, result: ContentResult, profile: EngagementProfile
) -> tuple[Measured, Measured]:
    """Both sides of a comparison: the content and its baseline.

    The baseline is unknown for all time before all time, and if the content has no known creator.

    Args:
        connection: Inside a snapshot.
        query: The query of the content.
        to: What to compare with.
        result: The content in the requested range; its viewers must have been read.
        profile: Which reactions the engagement rate counts.
    """
    own = measure_content(result, profile)
    match to:
        case Baseline.PREVIOUS_PERIOD:
            if query.compared is None:
                return own, UNKNOWN
            if query.compared.value != query.time_range:
                own = await _measure_in(connection, query, query.compared.value, profile)
            return own, await _measure_in(connection, query, query.compared.baseline, profile)
        case Baseline.CREATOR_AVERAGE:
            creator_id = await read_owner(connection, query.project_id, query.content_id) or ""
            return own, await _average(connection, query, creator_id, profile) if creator_id else UNKNOWN
        case Baseline.PLATFORM_AVERAGE:
            return own, await _average(connection, query, None, profile)


async def _measure_in(
    connection: Connection, query: ContentQuery, time_range: TimeRange, profile: EngagementProfile
) -> Measured:
    result = await read_content(connection, replace(query, time_range=time_range), ContentSelection(viewers=True))
    return measure_content(result, profile)


async def _average(
    connection: Connection, query: ContentQuery, creator_id: str | None, profile: EngagementProfile
) -> Measured:
    contents = await _count_viewed(connection, query, creator_id)
    scope = ScopeQuery(
        project_id=query.project_id,
        creator_id=creator_id,
        time_range=query.time_range,
        timezone=query.timezone,
        definition=query.definition,
        traffic=query.traffic,
        now=query.now,
    )
    result = await read_scope(connection, scope, viewers=False)
    # scores are kept over all time: those of a range are nobody's average
    quality_score = (await read_scored(connection, query, creator_id)).quality if query.time_range is None else None
    return measure_average(result.counts, contents, quality_score, profile)


async def _count_viewed(connection: Connection, query: ContentQuery, creator_id: str | None) -> int:
    """The number of contents with a view now; contents with a score had a view when it was refreshed."""
    prefix = query.definition.prefix
    if creator_id is None:
        sql = load_metrics_sql(__name__, "platform_viewed", prefix)
        viewed: int = await sql.fetchval(connection, project=query.project_id, definition=query.definition.key)
    else:
        sql = load_metrics_sql(__name__, "creator_viewed", prefix)
        viewed = await sql.fetchval(connection, project=query.project_id, creator=creator_id)
    return viewed
