-- Contents whose plays changed: their all-time curves are recomputed, each at most once an hour. The new mark keeps a row
-- that is being processed, and locks it until this run commits, so that plays that are not visible yet are not lost.
WITH changed AS MATERIALIZED (
    SELECT DISTINCT project_id, content_id FROM play_changes
), drawn AS MATERIALIZED (
    SELECT
        project_id, content_id,
        (
            SELECT scored_at FROM retention_curves AS known
            WHERE known.project_id = changed.project_id AND known.content_id = changed.content_id
        ) AS scored_at
    FROM changed
)
INSERT INTO stale_curves (project_id, content_id, due_at)
SELECT project_id, content_id, coalesce(scored_at + interval '1 hour', now()) FROM drawn
ORDER BY project_id, content_id
ON CONFLICT (project_id, content_id) DO UPDATE SET mark = excluded.mark
