-- Number and duration of sessions, in the quarter-hour of their first event. For a query of some classes, a session counts by
-- the events of these classes alone. So the rows of a class hold what it adds to the other requested classes: reads sum the
-- rows of their classes, as everywhere.
WITH states AS (
    SELECT
        sign, project_id, creator_id, counts_since, bit_or(traffic) AS classes,
        min(first_event_at) FILTER (WHERE traffic = 0) AS since,
        max(last_event_at) FILTER (WHERE traffic = 0) AS until,
        min(first_event_at) FILTER (WHERE traffic & 2 = 0) AS with_bots_since,
        max(last_event_at) FILTER (WHERE traffic & 2 = 0) AS with_bots_until,
        min(first_event_at) FILTER (WHERE traffic & 1 = 0) AS with_selves_since,
        max(last_event_at) FILTER (WHERE traffic & 1 = 0) AS with_selves_until,
        min(first_event_at) AS in_all_since, max(last_event_at) AS in_all_until
    FROM span_changes
    GROUP BY sign, reclassified, project_id, creator_id, session_id, began_at, counts_since
), adding AS (
    SELECT sign AS times, project_id, creator_id, counts_since, 0::smallint AS traffic, since, until FROM states
    UNION ALL
    SELECT sign * times, project_id, creator_id, counts_since, class, span.since, span.until
    FROM states, LATERAL (
        VALUES
            (1::smallint, -1, since, until), (1, 1, with_bots_since, with_bots_until),
            (2, -1, since, until), (2, 1, with_selves_since, with_selves_until),
            (3, 1, since, until), (3, -1, with_bots_since, with_bots_until),
            (3, -1, with_selves_since, with_selves_until), (3, 1, in_all_since, in_all_until)
    ) AS span (class, times, since, until)
    WHERE classes > 0 AND class & ~classes = 0
)
INSERT INTO deltas (project_id, creator_id, bucket, traffic, sessions, session_ms)
SELECT
    project_id, nullif(creator_id, ''), date_bin('15 minutes', since, '1970-01-01 00:00:00+00'), traffic,
    sum(times), sum(times * (extract(epoch FROM until - since) * 1000)::bigint)
FROM adding
WHERE since >= counts_since
GROUP BY 1, 2, 3, 4
