-- Curves of contents that a rebuild repairs: due at once.
-- $1 projects, $2 contents, in pairs
INSERT INTO stale_curves AS t (project_id, content_id, due_at)
SELECT project_id, content_id, now() FROM unnest($1::integer[], $2::text[]) AS differing (project_id, content_id)
ORDER BY project_id, content_id
ON CONFLICT (project_id, content_id) DO UPDATE SET mark = excluded.mark, due_at = least(t.due_at, excluded.due_at)
