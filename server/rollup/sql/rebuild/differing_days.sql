-- The summarized days of contents that a rebuild repairs, each of :projects with each of :contents.
WITH days AS MATERIALIZED (
    SELECT project_id, content_id, day
    FROM unnest(:projects::integer[], :contents::text[]) AS differing (project_id, content_id), LATERAL (
        SELECT day FROM summarized_days AS known
        WHERE known.project_id = differing.project_id AND known.content_id = differing.content_id
        OFFSET 0
    ) AS summarized
)
INSERT INTO stale_days (project_id, content_id, day)
SELECT project_id, content_id, day FROM days
ORDER BY project_id, content_id, day
ON CONFLICT (project_id, content_id, day) DO UPDATE SET touched_at = excluded.touched_at
