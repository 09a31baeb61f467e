"""What a content is compared with: itself before, or the average of its creator's or of all contents."""

from dataclasses import replace

from server.analytics.asked import Asked, ScopeAsked
from server.analytics.benchmarks import read_owner, read_scored
from server.analytics.comparison import UNKNOWN, Baseline, Measured, measure_average, measure_one
from server.analytics.content import ContentFacts, ContentParts, read_content
from server.analytics.scope import read_scope
from server.analytics.statements import load_metrics_sql
from server.storage.database import Connection


def measure_content(facts: ContentFacts) -> Measured:
    """What a content is compared by; its viewers must have been read."""
    return measure_one(facts.counts, facts.rewatches, facts.unique_viewers)


async def read_baseline(connection: Connection, asked: Asked, to: Baseline) -> Measured:
    """The other side of a comparison; all unknown without a range before, or when nobody knows whose the content is.

    Args:
        connection: Inside a snapshot.
        asked: The question about the content.
        to: What to compare with.
    """
    match to:
        case Baseline.PREVIOUS_PERIOD:
            if asked.previous is None:
                return UNKNOWN
            before = replace(asked, within=asked.previous)
            return measure_content(await read_content(connection, before, ContentParts(viewers=True)))
        case Baseline.CREATOR_AVERAGE:
            creator_id = await read_owner(connection, asked)
            return await _average(connection, asked, creator_id) if creator_id else UNKNOWN
        case Baseline.PLATFORM_AVERAGE:
            return await _average(connection, asked, None)


async def _average(connection: Connection, asked: Asked, creator_id: str | None) -> Measured:
    contents = await _count_viewed(connection, asked, creator_id)
    scope = ScopeAsked(
        project_id=asked.project_id,
        creator_id=creator_id,
        within=asked.within,
        timezone=asked.timezone,
        definition=asked.definition,
        traffic=asked.traffic,
        now=asked.now,
    )
    facts = await read_scope(connection, scope, viewers=False)
    # scores are kept over all time: those of a range are nobody's average
    quality_score = (await read_scored(connection, asked, creator_id)).quality if asked.within is None else None
    return measure_average(facts.counts, contents, quality_score)


async def _count_viewed(connection: Connection, asked: Asked, creator_id: str | None) -> int:
    """The contents that are viewed now; those with a score were viewed when it was refreshed."""
    prefix = asked.definition.prefix
    if creator_id is None:
        query = load_metrics_sql("platform_viewed", prefix)
        viewed: int = await connection.fetchval(query, asked.project_id, asked.definition.key)
    else:
        viewed = await connection.fetchval(load_metrics_sql("creator_viewed", prefix), asked.project_id, creator_id)
    return viewed
