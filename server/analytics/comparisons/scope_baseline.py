"""The baselines of a creator or the platform: the previous period, or the average creator."""

from dataclasses import replace

from server.analytics.comparisons.comparison import UNKNOWN, Baseline, Measured
from server.analytics.creators.totals import ScopeResult, read_scope
from server.analytics.metrics_sql import load_metrics_sql
from server.analytics.query import ScopeQuery
from server.analytics.ranges import TimeRange
from server.errors import ErrorCode, ViewpulseError
from server.metrics import rates
from server.metrics.counters import Counts
from server.metrics.rates import EngagementProfile, seconds
from server.storage.database import Connection


def measure_scope(result: ScopeResult, profile: EngagementProfile) -> Measured:
    """The metrics that many contents together are compared by.

    They have no quality score, which needs each viewer's views; these are only kept by content.
    """
    return replace(
        _rates(result.counts, profile),
        views=result.counts.views,
        unique_viewers=result.viewers,
        watch_time=seconds(result.counts.watch_ms),
    )


async def read_scope_sides(
    connection: Connection, query: ScopeQuery, to: Baseline, profile: EngagementProfile, *, viewers: bool
) -> tuple[Measured, Measured]:
    """Both sides of a comparison: the creator or the platform, and the baseline.

    The baseline is unknown for all time before all time, and without viewed creators.

    Args:
        connection: Inside a snapshot.
        query: The query of the creator or the platform.
        to: What to compare with.
        profile: Which reactions the engagement rate counts.
        viewers: Whether distinct viewers are requested.

    Raises:
        ViewpulseError: BAD_INPUT for a baseline that only contents have, and for the platform's own average.
    """

    async def measure(time_range: TimeRange | None) -> Measured:
        found = await read_scope(connection, replace(query, time_range=time_range), viewers=viewers)
        return measure_scope(found, profile)

    if to is Baseline.PREVIOUS_PERIOD:
        if query.compared is None:
            return await measure(query.time_range), UNKNOWN
        return await measure(query.compared.value), await measure(query.compared.baseline)
    if to is Baseline.PLATFORM_AVERAGE and query.creator_id is not None:
        return await measure(query.time_range), await _average_creator(connection, query, profile)
    fitting = "PREVIOUS_PERIOD" if query.creator_id is None else "PREVIOUS_PERIOD or PLATFORM_AVERAGE"
    raise ViewpulseError(ErrorCode.BAD_INPUT, f"`to` must be {fitting} here.", field=["to"])


async def _average_creator(connection: Connection, query: ScopeQuery, profile: EngagementProfile) -> Measured:
    sql = load_metrics_sql(__name__, "viewed_creators", query.definition.prefix)
    creators = await sql.fetchval(connection, project=query.project_id, classes=query.traffic.classes)
    if creators == 0:
        return UNKNOWN
    counts = (await read_scope(connection, replace(query, creator_id=None), viewers=False)).counts
    return replace(
        _rates(counts, profile), views=counts.views / creators, watch_time=seconds(counts.watch_ms) / creators
    )


def _rates(counts: Counts, profile: EngagementProfile) -> Measured:
    return Measured(
        average_watch_time=seconds(rates.average_watch_ms(counts)),
        completion_rate=rates.completion_rate(counts),
        engagement_rate=rates.engagement_rate(counts, profile),
        engagement_score=rates.engagement_score(counts),
    )
