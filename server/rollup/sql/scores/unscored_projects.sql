-- Projects that have contents to score but no score yet. Each table is read once per project, by its key, because a join
-- could read all of it.
SELECT project_id
FROM rollup_state AS state
WHERE (SELECT true FROM stale_scores WHERE project_id = state.project_id LIMIT 1)
    AND (SELECT true FROM content_scores WHERE project_id = state.project_id LIMIT 1) IS NULL
