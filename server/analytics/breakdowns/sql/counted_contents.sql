-- The contents of which anything was counted.
SELECT DISTINCT content_id FROM content_totals WHERE project_id = :project
