-- Removes viewers without an event for longer than :window, once as_of has passed it. Where a viewer was still watching,
-- nothing else would notify the subscribers of the content, of its creator and of the platform.
WITH advanced AS MATERIALIZED (
    SELECT project_id, is_now - :window::interval AS until FROM moved_as_of
), gone AS MATERIALIZED (
    DELETE FROM watchers USING advanced
    WHERE watchers.project_id = advanced.project_id AND seen_at <= advanced.until
    RETURNING watchers.project_id, content_id, creator_id, is_watching
)
INSERT INTO pending_changes (project_id, kind, id)
SELECT DISTINCT project_id, kind, id
FROM gone, LATERAL (VALUES ('content', content_id), ('creator', creator_id), ('platform', '')) AS subject (kind, id)
WHERE is_watching AND id IS NOT NULL
