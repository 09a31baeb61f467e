-- How many funnels of other names a project has pinned.
SELECT count(*) FROM pinned_funnels WHERE project_id = :project AND name <> :name
