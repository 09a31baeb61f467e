-- The next batch: the oldest stale days before the day $1 that were unchanged for the time $2, at most $3 of them and about
-- $4 facts, but at least one day. A day with at least $5 facts gets a daily summary; a day that is about to expire always does. The
-- daily summaries of expired days are final, because their events are gone.
INSERT INTO days_to_summarize
SELECT
    project_id, content_id, day,
    facts >= CASE WHEN day::timestamp AT TIME ZONE 'UTC' < accepts_since THEN 1 ELSE $5::bigint END
FROM (
    SELECT *, sum(facts) OVER (ORDER BY day, project_id, content_id) - facts AS before
    FROM (
        SELECT project_id, content_id, day, coalesce(accepts_since, '-infinity') AS accepts_since
        FROM stale_days
            LEFT JOIN rollup_state USING (project_id)
        WHERE day < $1::date AND touched_at <= now() - $2::interval
            AND day::timestamp AT TIME ZONE 'UTC' >= coalesce(raw_since, '-infinity')
        ORDER BY day, project_id, content_id
        LIMIT $3::integer
    ) AS stale, LATERAL (
        SELECT coalesce(sum(views + plays + like_events + comments + shares), 0)::bigint AS facts
        FROM content_buckets
        WHERE content_buckets.project_id = stale.project_id AND content_buckets.content_id = stale.content_id
            AND bucket >= stale.day::timestamp AT TIME ZONE 'UTC'
            AND bucket < (stale.day + 1)::timestamp AT TIME ZONE 'UTC'
    ) AS counted
) AS queued
WHERE before < $4::bigint
