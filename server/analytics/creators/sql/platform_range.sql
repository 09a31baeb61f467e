-- Counters of the platform in a range of quarter-hours, for some classes of traffic. Always one row.
-- $1 project, $2 from, $3 until, $4 traffic
SELECT
    nullif(state.as_of, '-infinity') AS as_of,
    totals.revision,
    summed.*
FROM (VALUES ($1::integer)) AS asked (project_id)
LEFT JOIN rollup_state AS state ON state.project_id = asked.project_id
CROSS JOIN LATERAL (
    SELECT max(revision) AS revision FROM platform_totals WHERE project_id = $1
) AS totals
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum(sessions), 0)::bigint AS sessions,
        coalesce(sum(session_ms), 0)::bigint AS session_ms,
        {metrics: coalesce(sum(@), 0)::bigint AS #}
    FROM platform_buckets
    WHERE project_id = $1 AND bucket >= $2::timestamptz AND bucket < $3::timestamptz
        AND traffic = ANY ($4::smallint[])
) AS summed
