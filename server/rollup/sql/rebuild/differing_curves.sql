-- Curves of contents that a rebuild repairs, each of :projects with each of :contents: due at once.
INSERT INTO stale_curves AS t (project_id, content_id, due_at)
SELECT project_id, content_id, now() FROM unnest(:projects::integer[], :contents::text[]) AS differing (project_id, content_id)
ORDER BY project_id, content_id
ON CONFLICT (project_id, content_id) DO UPDATE SET mark = excluded.mark, due_at = least(t.due_at, excluded.due_at)
