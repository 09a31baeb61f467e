-- A live stream up to the second of as_of: a row of the whole (minute null), and a row of each minute, the newest :limit at most.
-- A stream is live from a START to the END after it; without an END, up to the next START or as_of, but not where nothing happens
-- for more than half an hour; without a START, from the first sign on. Who is there while it is not live does not count.
WITH state AS MATERIALIZED (
    SELECT as_of, revision, date_bin('1 second', as_of, '1970-01-01 00:00:00+00') AS now_at
    FROM rollup_state
    WHERE project_id = :project
), seconds AS MATERIALIZED (
    SELECT
        second, lag(second, 1, '-infinity') OVER (ORDER BY second) AS last_at, bool_or(is_sign) AS is_sign,
        coalesce(sum(joins - leaves) FILTER (WHERE is_asked), 0)::integer AS change,
        coalesce(sum(joins) FILTER (WHERE is_asked), 0)::integer AS joins,
        coalesce(sum(viewers) FILTER (WHERE is_asked), 0)::integer AS viewers,
        coalesce(sum(messages) FILTER (WHERE is_asked), 0)::integer AS messages,
        coalesce(sum(gifts) FILTER (WHERE is_asked), 0)::integer AS gifts
    FROM (
        SELECT *, joins + viewers + messages + gifts > 0 AS is_sign, traffic = ANY (:classes::smallint[]) AS is_asked
        FROM stream_seconds
        WHERE project_id = :project AND content_id = :content AND second <= (SELECT now_at FROM state)
            AND joins + leaves + viewers + messages + gifts > 0
    ) AS counted
    GROUP BY second
), signed AS MATERIALIZED (
    SELECT min(second) AS first_at, max(second) FILTER (WHERE is_sign) AS last_at, max(second) AS stirred_at FROM seconds
), pauses AS MATERIALIZED (  -- in which nothing happens
    SELECT last_at AS from_at, second AS until FROM seconds WHERE last_at < second - interval '30 minutes'
    UNION ALL
    SELECT coalesce(stirred_at, '-infinity'), 'infinity' FROM signed
), marks AS MATERIALIZED (
    SELECT
        marked_at, is_start, lag(marked_at) OVER moments IS NULL AS is_first, lead(marked_at) OVER moments AS next_at,
        lead(is_start) OVER moments AS next_is_start
    FROM (
        SELECT date_bin('1 second', marked_at, '1970-01-01 00:00:00+00') AS marked_at, marked_at AS exactly_at, event_key, is_start
        FROM stream_marks
        WHERE project_id = :project AND content_id = :content AND marked_at <= (SELECT as_of FROM state)
    ) AS marked
    WINDOW moments AS (ORDER BY exactly_at, event_key)
), spans AS MATERIALIZED (  -- next_at null: until now
    SELECT marked_at AS began_at, next_at, next_is_start IS NOT false AS has_no_end FROM marks WHERE is_start
    UNION ALL
    SELECT first_at, marked_at, marked_at IS NULL
    FROM signed LEFT JOIN marks ON is_first
    WHERE is_start IS NOT TRUE AND first_at < coalesce(marked_at, 'infinity')
), edges AS MATERIALIZED (  -- where the stream begins to be live (1) and where it ends (-1); null: now
    SELECT at, live FROM spans CROSS JOIN LATERAL (VALUES (began_at, 1), (next_at, -1)) AS edge (at, live)
    UNION ALL
    SELECT at, live
    FROM spans CROSS JOIN state JOIN pauses ON from_at < coalesce(next_at, now_at) AND until > began_at
        CROSS JOIN LATERAL (VALUES
            (greatest(from_at, began_at), -1), (CASE WHEN until < coalesce(next_at, 'infinity') THEN until ELSE next_at END, 1)
        ) AS edge (at, live)
    WHERE has_no_end
        AND greatest(from_at, began_at) < least(until, coalesce(next_at, now_at)) - interval '30 minutes'
), lasted AS MATERIALIZED (
    SELECT
        min(at) AS started_at,
        CASE WHEN sum(live) FILTER (WHERE at IS NULL) < 0 THEN NULL ELSE max(at) FILTER (WHERE live < 0) END AS ended_at
    FROM edges
), shown AS MATERIALIZED (
    SELECT
        greatest(first_minute, last_minute - (:limit::integer - 1) * interval '1 minute') AS first_minute, last_minute,
        first_minute <= last_minute - :limit * interval '1 minute' AS is_cut
    FROM (
        SELECT
            date_bin('1 minute', least(first_at, started_at), '1970-01-01 00:00:00+00') AS first_minute,
            date_bin(
                '1 minute',
                greatest(least(first_at, started_at), last_at, coalesce(ended_at - interval '1 second', now_at)),
                '1970-01-01 00:00:00+00') AS last_minute
        FROM signed CROSS JOIN lasted CROSS JOIN state
        WHERE started_at IS NOT NULL
    ) AS whole
), moments AS (
    SELECT second AS at, change, 0 AS live, joins, viewers, messages, gifts FROM seconds
    UNION ALL
    SELECT at, 0, live, 0, 0, 0, 0 FROM edges WHERE at IS NOT NULL
    UNION ALL
    SELECT minute, 0, 0, 0, 0, 0, 0 FROM shown, generate_series(first_minute, last_minute, interval '1 minute') AS minute
), timeline AS (  -- of rows of one second each knows what is true after all of them, and only the last takes time
    SELECT
        *, lead(at) OVER (ORDER BY at) AS next_at,
        CASE WHEN sum(live) OVER (ORDER BY at) > 0 THEN sum(change) OVER (ORDER BY at) END AS there
    FROM moments
), parts AS (
    SELECT
        CASE WHEN at >= first_minute AND at < last_minute + interval '1 minute'
            THEN date_bin('1 minute', at, '1970-01-01 00:00:00+00')
        END AS minute,
        at, next_at, there, max(there) OVER () AS most,
        CASE WHEN there IS NOT NULL THEN extract(epoch FROM coalesce(next_at, now_at) - at)::bigint END AS live_seconds,
        joins, viewers, messages, gifts
    FROM timeline CROSS JOIN state LEFT JOIN shown ON true
)
SELECT
    minute, coalesce(max(there), 0) AS peak, min(at) FILTER (WHERE there = most) AS peak_at,
    coalesce(sum(there * live_seconds), 0)::bigint AS watched_seconds, coalesce(sum(live_seconds), 0)::bigint AS live_seconds,
    coalesce(max(there) FILTER (WHERE next_at IS NULL), 0) AS there_now, coalesce(sum(joins), 0) AS joins,
    coalesce(sum(viewers), 0) AS viewers, coalesce(sum(messages), 0) AS messages, coalesce(sum(gifts), 0) AS gifts,
    (SELECT started_at FROM lasted) AS started_at, (SELECT ended_at FROM lasted) AS ended_at,
    coalesce((SELECT is_cut FROM shown), false) AS is_cut, (SELECT nullif(as_of, '-infinity') FROM state) AS as_of,
    coalesce(
        (SELECT revision FROM content_states WHERE project_id = :project AND content_id = :content),
        (SELECT revision FROM state)) AS revision
FROM parts
GROUP BY GROUPING SETS ((minute), ())
HAVING minute IS NOT NULL OR grouping(minute) = 1
ORDER BY minute NULLS FIRST
