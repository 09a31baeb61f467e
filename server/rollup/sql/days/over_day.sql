-- Adds up the quarter-hours of :day, for the projects that have days up to it and are not in another cell.
WITH added AS (
    INSERT INTO content_days (project_id, content_id, day, traffic, {listed: #})
    SELECT project_id, content_id, days_until, traffic, {listed: sum(#)}
    FROM content_buckets JOIN rollup_state USING (project_id)
    WHERE bucket >= :day::date::timestamp AT TIME ZONE 'UTC' AND bucket < (:day::date + 1)::timestamp AT TIME ZONE 'UTC'
        AND days_until = :day AND accepts_since < 'infinity'
    GROUP BY project_id, content_id, days_until, traffic
    ORDER BY project_id, content_id, traffic
)
UPDATE rollup_state SET days_until = :day + 1 WHERE days_until = :day AND accepts_since < 'infinity'
