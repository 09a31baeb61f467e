-- Whether all tombstones of :project are among the :erasures that the sender of the statement knows.
erasures_known AS MATERIALIZED (
    SELECT coalesce(max(erasures), 0) <= :erasures::bigint AS are_all FROM rollup_state WHERE project_id = :project
)
