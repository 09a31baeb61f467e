-- The funnels that a project pinned, in the order in which they were pinned first.
SELECT name, question::text AS question, pinned_at
FROM pinned_funnels
WHERE project_id = :project
ORDER BY pinned_at, name COLLATE "C"
