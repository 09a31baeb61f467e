-- The next batch: the oldest stale days before the day :end that were unchanged for the time :quiet, at most :limit of them
-- and about :max_facts facts, but at least one day. A day with at least :min_facts facts gets a daily summary; a day that is about
-- to expire always does. The daily summaries of expired days are final, because their events are gone. Days of a
-- project that is moving (infinity) are not about to expire.
WITH days AS MATERIALIZED (
    SELECT
        project_id, content_id, day,
        facts >= CASE WHEN day::timestamp AT TIME ZONE 'UTC' < accepts_since THEN 1 ELSE :min_facts::bigint END AS pays
    FROM (
        SELECT *, sum(facts) OVER (ORDER BY day, project_id, content_id) - facts AS before
        FROM (
            SELECT project_id, content_id, day, coalesce(nullif(accepts_since, 'infinity'), '-infinity') AS accepts_since
            FROM stale_days
                LEFT JOIN rollup_state USING (project_id)
            WHERE day < :end::date AND touched_at <= now() - :quiet::interval
                AND day::timestamp AT TIME ZONE 'UTC' >= coalesce(raw_since, '-infinity')
            ORDER BY day, project_id, content_id
            LIMIT :limit::integer
        ) AS stale, LATERAL (
            SELECT coalesce(sum(views + plays + like_events + comments + shares), 0)::bigint AS facts
            FROM content_buckets
            WHERE content_buckets.project_id = stale.project_id AND content_buckets.content_id = stale.content_id
                AND bucket >= stale.day::timestamp AT TIME ZONE 'UTC'
                AND bucket < (stale.day + 1)::timestamp AT TIME ZONE 'UTC'
        ) AS counted
    ) AS queued
    WHERE before < :max_facts::bigint
)
INSERT INTO days_to_summarize (project_id, content_id, day, pays) SELECT project_id, content_id, day, pays FROM days
