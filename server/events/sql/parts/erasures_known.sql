-- Whether the sender of the statement knows all tombstones of :project, of which it has read :erasures.
erasures_known AS MATERIALIZED (
    SELECT coalesce(max(erasures), 0) = :erasures::bigint AS are_all FROM rollup_state WHERE project_id = :project
)
