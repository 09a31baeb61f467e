-- Sums for each value of some dimensions over some contents in a range (null: all time): rows of at most :limit values of each
-- dimension after the first :offset, and all other values together (rank null). Values with fewer views than :least_views are
-- among the others. :summaries: whether there are daily summaries of the dimensions. has_more: whether there are values after the rows. has_expired: whether only daily summaries are left of a
-- part of the range.
WITH summarized AS MATERIALIZED (
    SELECT content_id, day
    FROM unnest(:contents::text[]) AS asked (content_id), clean_days(:project, content_id, :start, :end) AS day
    WHERE :summaries::boolean
), remaining AS MATERIALIZED (
    SELECT content_id, part.*
    FROM (
        SELECT content_id, array_agg(day) AS days
        FROM unnest(:contents) AS asked (content_id) LEFT JOIN summarized USING (content_id)
        GROUP BY content_id
    ) AS known, rest_of_range(:start, :end, days) AS part
), summed AS MATERIALIZED (
    SELECT
        dimension, is_rest, value, sum(views) AS views, sum(plays) AS plays, sum(watch_ms) AS watch_ms,
        sum(completed_full) AS completed_full, sum(engagement_events) AS engagement_events
    FROM (
        SELECT
            fact.dimension, false AS is_rest, fact.value, fact.{prefix}views AS views, fact.plays, fact.watch_ms,
            fact.completed_full, fact.engagement_events
        FROM remaining, LATERAL breakdown_facts(:project, content_id, since, until, :dimensions::text[], :zone::text) AS fact
        WHERE fact.traffic = ANY (:classes::smallint[])
        UNION ALL
        SELECT
            day.dimension, day.is_rest, day.value, day.views, day.plays, day.watch_ms, day.completed_full,
            day.engagement_events
        FROM summarized, unnest(:dimensions) AS asked (dimension), LATERAL (
            SELECT
                day_breakdowns.dimension, is_rest, value, {prefix}views AS views, plays, watch_ms, completed_full,
                engagement_events
            FROM day_breakdowns
            WHERE project_id = :project AND day_breakdowns.content_id = summarized.content_id
                AND day_breakdowns.dimension = asked.dimension AND day_breakdowns.day = summarized.day
                AND traffic = ANY (:classes)
        ) AS day
    ) AS parts
    GROUP BY dimension, is_rest, value
), ranked AS (
    SELECT
        *,
        NOT is_rest AND views >= :least_views::bigint AS is_row,
        row_number() OVER (
            PARTITION BY dimension, NOT is_rest AND views >= :least_views
            ORDER BY
                CASE :by::text
                    WHEN 'plays' THEN plays WHEN 'watch_time' THEN watch_ms WHEN 'engagement_events' THEN engagement_events
                    ELSE views
                END DESC,
                views DESC, plays DESC, engagement_events DESC, value COLLATE "C"
        ) - :offset::bigint AS position
    FROM summed
    WHERE views > 0 OR plays > 0 OR engagement_events > 0
), placed AS (
    SELECT *, CASE WHEN is_row AND position BETWEEN 1 AND :limit::bigint THEN position END AS rank FROM ranked
)
SELECT
    dimension, rank, CASE WHEN rank IS NOT NULL THEN max(value) END AS value, sum(views)::bigint AS views,
    sum(plays)::bigint AS plays, sum(watch_ms)::bigint AS watch_ms, sum(completed_full)::bigint AS completed_full,
    sum(engagement_events)::bigint AS engagement_events,
    bool_or(is_row AND position > :limit) AS has_more,
    EXISTS (
        SELECT 1
        FROM summarized, rollup_state
        WHERE project_id = :project AND day::timestamp AT TIME ZONE 'UTC' < raw_since
    ) AS has_expired
FROM placed
GROUP BY dimension, rank
ORDER BY dimension, rank
