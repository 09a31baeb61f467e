-- Counters of the platform over all time, for some classes of traffic. Always one row.
SELECT
    nullif(state.as_of, '-infinity') AS as_of,
    summed.*
FROM (VALUES (:project::integer)) AS asked (project_id)
LEFT JOIN rollup_state AS state ON state.project_id = asked.project_id
CROSS JOIN LATERAL (
    SELECT
        max(revision) AS revision,
        coalesce(sum(sessions) FILTER (WHERE is_asked), 0)::bigint AS sessions,
        coalesce(sum(session_ms) FILTER (WHERE is_asked), 0)::bigint AS session_ms,
        {metrics: coalesce(sum(@) FILTER (WHERE is_asked), 0)::bigint AS #}
    FROM platform_totals
    CROSS JOIN LATERAL (SELECT traffic = ANY (:classes::smallint[]) AS is_asked) AS class
    WHERE project_id = :project
) AS summed
