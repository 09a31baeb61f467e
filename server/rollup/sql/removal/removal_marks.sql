-- Marks days, scores and curves of contents, each of :projects with each of :contents, for recomputation.
WITH asked AS MATERIALIZED (
    SELECT * FROM unnest(:projects::integer[], :contents::text[]) AS asked (project_id, content_id)
), scores AS (
    INSERT INTO {schema}.stale_scores (project_id, content_id)
    SELECT project_id, content_id FROM asked ORDER BY project_id, content_id
    ON CONFLICT DO NOTHING
), curves AS (
    INSERT INTO {schema}.stale_curves AS known (project_id, content_id, due_at)
    SELECT project_id, content_id, now() FROM asked ORDER BY project_id, content_id
    ON CONFLICT (project_id, content_id) DO UPDATE
        SET due_at = least(known.due_at, excluded.due_at), mark = excluded.mark
), days AS MATERIALIZED (
    SELECT project_id, content_id, day FROM pg_temp.stale_days
    UNION
    SELECT project_id, content_id, day FROM stale_days_before
)
INSERT INTO {schema}.stale_days (project_id, content_id, day)
SELECT project_id, content_id, day FROM days
ORDER BY project_id, content_id, day
ON CONFLICT (project_id, content_id, day) DO UPDATE SET touched_at = excluded.touched_at
