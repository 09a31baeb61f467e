-- A live stream up to the second of as_of: a row of the whole (minute null), and a row of each minute, the newest :minutes at most.
-- A stream is live from a START to the END after it; without an END, up to the next START or as_of, but not where nobody is there
-- for more than half an hour; without a START, from the first sign on. Who is there while it is not live does not count.
WITH state AS MATERIALIZED (
    SELECT as_of, date_bin('1 second', as_of, '1970-01-01 00:00:00+00') AS now_at FROM rollup_state WHERE project_id = :project
), seconds AS MATERIALIZED (
    SELECT
        second, bool_or(joins + viewers + messages + gifts > 0) AS is_signed,
        coalesce(sum(joins - leaves) FILTER (WHERE is_asked), 0)::bigint AS change,
        coalesce(sum(joins) FILTER (WHERE is_asked), 0)::bigint AS joins,
        coalesce(sum(viewers) FILTER (WHERE is_asked), 0)::bigint AS viewers,
        coalesce(sum(messages) FILTER (WHERE is_asked), 0)::bigint AS messages,
        coalesce(sum(gifts) FILTER (WHERE is_asked), 0)::bigint AS gifts
    FROM (
        SELECT *, traffic = ANY (:classes::smallint[]) AS is_asked
        FROM stream_seconds
        WHERE project_id = :project AND content_id = :content AND second <= (SELECT now_at FROM state)
            AND joins + leaves + viewers + messages + gifts > 0
    ) AS counted
    GROUP BY second
), signed AS MATERIALIZED (
    SELECT min(second) AS first_at, max(second) FILTER (WHERE is_signed) AS last_at FROM seconds
), marks AS MATERIALIZED (
    SELECT
        row_number() OVER moments AS number, marked_at, is_start, lead(marked_at) OVER moments AS next_at,
        lead(is_start) OVER moments AS next_is_start
    FROM (
        SELECT date_bin('1 second', marked_at, '1970-01-01 00:00:00+00') AS marked_at, marked_at AS exactly_at, event_key, is_start
        FROM stream_marks
        WHERE project_id = :project AND content_id = :content AND marked_at <= (SELECT as_of FROM state)
    ) AS marked
    WINDOW moments AS (ORDER BY exactly_at, event_key)
), begun AS MATERIALIZED (
    SELECT number, marked_at AS began_at, next_at, next_at IS NOT NULL AND NOT next_is_start AS is_ended
    FROM marks
    WHERE is_start
    UNION ALL
    SELECT 0, first_at, marked_at, marked_at IS NOT NULL
    FROM signed LEFT JOIN marks ON number = 1
    WHERE is_start IS NOT TRUE AND first_at < coalesce(marked_at, 'infinity')
), stirred AS (  -- when something happened in what has no END, each after the mark of its number
    SELECT at, next_at, lag(at) OVER near AS last_stirred_at, lead(at) OVER near AS next_stirred_at
    FROM (
        SELECT at, count(number) OVER (ORDER BY at, number) AS number
        FROM (SELECT marked_at AS at, number FROM marks UNION ALL SELECT second, NULL FROM seconds) AS found
    ) AS numbered JOIN begun USING (number)
    WHERE NOT is_ended
    WINDOW near AS (PARTITION BY number ORDER BY at)
), edges AS MATERIALIZED (  -- where the stream begins to be live (1), and where it ends (-1)
    SELECT at, live
    FROM begun CROSS JOIN LATERAL (VALUES (began_at, 1), (next_at, -1)) AS edge (at, live)
    WHERE is_ended
    UNION ALL
    SELECT at, 1 FROM stirred WHERE coalesce(last_stirred_at, '-infinity') < at - interval '30 minutes'
    UNION ALL
    SELECT CASE WHEN is_last AND at >= coalesce(next_at, now_at) - interval '30 minutes' THEN next_at ELSE at END, -1
    FROM stirred CROSS JOIN state CROSS JOIN LATERAL (SELECT next_stirred_at IS NULL AS is_last) AS place
    WHERE is_last OR next_stirred_at > at + interval '30 minutes'
), lasted AS MATERIALIZED (
    SELECT
        min(at) AS started_at, CASE WHEN bool_and(at IS NOT NULL) THEN max(at) END AS ended_at  -- null: it is live
    FROM edges
), shown AS MATERIALIZED (
    SELECT
        greatest(first_minute, last_minute - (:minutes::integer - 1) * interval '1 minute') AS first_minute, last_minute,
        first_minute <= last_minute - :minutes * interval '1 minute' AS is_cut
    FROM (
        SELECT
            date_bin('1 minute', least(first_at, started_at), '1970-01-01 00:00:00+00') AS first_minute,
            date_bin(
                '1 minute',
                greatest(
                    least(first_at, started_at), last_at,
                    CASE WHEN ended_at IS NOT NULL THEN ended_at - interval '1 second' ELSE now_at END),
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
), timeline AS MATERIALIZED (
    SELECT
        at, lead(at) OVER (ORDER BY at) AS next_at, sum(sum(live)) OVER (ORDER BY at) > 0 AS is_live,
        (sum(sum(change)) OVER (ORDER BY at))::bigint AS there, sum(joins)::bigint AS joins, sum(viewers)::bigint AS viewers,
        sum(messages)::bigint AS messages, sum(gifts)::bigint AS gifts
    FROM moments
    GROUP BY at
), parts AS (
    SELECT
        CASE WHEN at >= first_minute AND at < last_minute + interval '1 minute'
            THEN date_bin('1 minute', at, '1970-01-01 00:00:00+00')
        END AS minute,
        at, next_at, CASE WHEN is_live THEN there ELSE 0 END AS there,
        CASE WHEN is_live THEN extract(epoch FROM coalesce(next_at, now_at) - at)::bigint ELSE 0 END AS live_seconds,
        joins, viewers, messages, gifts
    FROM timeline CROSS JOIN state LEFT JOIN shown ON true
)
SELECT
    minute, coalesce(max(there), 0) AS peak, (array_agg(at ORDER BY there DESC, at))[1] AS peak_at,
    coalesce(sum(there * live_seconds), 0)::bigint AS watched_seconds, coalesce(sum(live_seconds), 0)::bigint AS live_seconds,
    coalesce(max(there) FILTER (WHERE next_at IS NULL), 0) AS there_now, coalesce(sum(joins), 0)::bigint AS joins,
    coalesce(sum(viewers), 0)::bigint AS viewers, coalesce(sum(messages), 0)::bigint AS messages,
    coalesce(sum(gifts), 0)::bigint AS gifts, (SELECT started_at FROM lasted) AS started_at,
    (SELECT ended_at FROM lasted) AS ended_at, coalesce((SELECT is_cut FROM shown), false) AS is_cut,
    (SELECT as_of FROM state) AS as_of,
    (SELECT revision FROM content_states WHERE project_id = :project AND content_id = :content) AS revision
FROM parts
GROUP BY GROUPING SETS ((minute), ())
HAVING minute IS NOT NULL OR grouping(minute) = 1
ORDER BY minute NULLS FIRST
