-- One more revision for projects whose scores changed, and for these contents.
-- $1 projects, $2 contents, in pairs
WITH next AS (
    INSERT INTO rollup_state AS t (project_id, revision)
    SELECT DISTINCT project_id, 1 FROM unnest($1::integer[]) AS changed (project_id) ORDER BY project_id
    ON CONFLICT (project_id) DO UPDATE SET revision = t.revision + 1
    RETURNING project_id, revision
), revised AS (
    UPDATE content_states AS t SET revision = next.revision
    FROM unnest($1, $2::text[]) AS changed (project_id, content_id) JOIN next USING (project_id)
    WHERE t.project_id = changed.project_id AND t.content_id = changed.content_id
)
SELECT project_id, revision FROM next
