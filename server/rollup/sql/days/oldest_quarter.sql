-- The oldest quarter-hour of :project in which anything was counted; null: there is none.
SELECT least(
    (SELECT bucket FROM platform_buckets WHERE project_id = :project ORDER BY bucket LIMIT 1),
    (SELECT bucket FROM event_counts WHERE project_id = :project ORDER BY bucket LIMIT 1)
)
