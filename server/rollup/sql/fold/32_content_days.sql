-- What lists show of a content by day (UTC), on the days that have such rows already: those before days_until.
WITH added AS MATERIALIZED (
    SELECT project_id, content_id, (bucket AT TIME ZONE 'UTC')::date AS day, traffic, {listed: sum(#) AS #}
    FROM content_deltas LEFT JOIN rollup_state USING (project_id)
    WHERE bucket < coalesce(days_until, (now() AT TIME ZONE 'UTC')::date)::timestamp AT TIME ZONE 'UTC'
    GROUP BY project_id, content_id, 3, traffic
)
INSERT INTO content_days AS t (project_id, content_id, day, traffic, {listed: #})
SELECT project_id, content_id, day, traffic, {listed: #}
FROM added
ORDER BY project_id, content_id, day, traffic
ON CONFLICT (project_id, content_id, day, traffic) DO UPDATE SET {listed: # = t.# + excluded.#}
