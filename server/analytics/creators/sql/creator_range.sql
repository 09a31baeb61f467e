-- Counters of a creator in a range of quarter-hours, for some classes of traffic. Always one row. A creator without events
-- has the revision of the project.
-- $1 project, $2 creator, $3 from, $4 until, $5 traffic
SELECT
    nullif(state.as_of, '-infinity') AS as_of,
    totals.revision,
    summed.*
FROM (VALUES ($1::integer)) AS asked (project_id)
LEFT JOIN rollup_state AS state ON state.project_id = asked.project_id
CROSS JOIN LATERAL (
    SELECT coalesce(max(revision), state.revision) AS revision
    FROM creator_totals
    WHERE project_id = $1 AND creator_id = $2::text
) AS totals
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum(sessions), 0)::bigint AS sessions,
        coalesce(sum(session_ms), 0)::bigint AS session_ms,
        {metrics: coalesce(sum(@), 0)::bigint AS #}
    FROM creator_buckets
    WHERE project_id = $1 AND creator_id = $2 AND bucket >= $3::timestamptz AND bucket < $4::timestamptz
        AND traffic = ANY ($5::smallint[])
) AS summed
