-- Counters of the platform in a range of quarter-hours, for some classes of traffic. Always one row.
SELECT
    nullif(state.as_of, '-infinity') AS as_of,
    totals.revision,
    summed.*
FROM (VALUES (:project::integer)) AS asked (project_id)
LEFT JOIN rollup_state AS state ON state.project_id = asked.project_id
CROSS JOIN LATERAL (
    SELECT max(revision) AS revision FROM platform_totals WHERE project_id = :project
) AS totals
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum(sessions), 0)::bigint AS sessions,
        coalesce(sum(session_ms), 0)::bigint AS session_ms,
        {metrics: coalesce(sum(@), 0)::bigint AS #}
    FROM platform_buckets
    WHERE project_id = :project AND bucket >= :start::timestamptz AND bucket < :end::timestamptz
        AND traffic = ANY (:classes::smallint[])
) AS summed
