-- Counters of a creator in a range of quarter-hours, for some classes of traffic. Always one row. A creator without events
-- has the revision of the project.
SELECT
    nullif(state.as_of, '-infinity') AS as_of,
    totals.revision,
    summed.*
FROM (VALUES (:project::integer)) AS asked (project_id)
LEFT JOIN rollup_state AS state ON state.project_id = asked.project_id
CROSS JOIN LATERAL (
    SELECT coalesce(max(revision), state.revision) AS revision
    FROM creator_totals
    WHERE project_id = :project AND creator_id = :creator::text
) AS totals
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum(sessions), 0)::bigint AS sessions,
        coalesce(sum(session_ms), 0)::bigint AS session_ms,
        {metrics: coalesce(sum(@), 0)::bigint AS #}
    FROM creator_buckets
    WHERE project_id = :project AND creator_id = :creator AND bucket >= :start::timestamptz AND bucket < :end::timestamptz
        AND traffic = ANY (:classes::smallint[])
) AS summed
