-- How many viewers a project has erased.
SELECT coalesce(max(erasures), 0) FROM rollup_state WHERE project_id = :project
