-- The oldest quarter-hour of :project in which anything was counted, but for the sum of days that are not kept; null: there is none.
SELECT least(
    (SELECT bucket FROM platform_buckets WHERE project_id = :project AND bucket >= '1970-01-01' ORDER BY bucket LIMIT 1),
    (SELECT bucket FROM event_counts WHERE project_id = :project AND bucket >= '1970-01-01' ORDER BY bucket LIMIT 1)
)
