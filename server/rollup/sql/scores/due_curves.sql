-- Claims a batch of at most :limit due curves, of one project, or (null) of all: they are due again in an hour, unless they
-- are removed before. Rows that a run of the aggregator is marking are left to a later batch.
WITH due AS MATERIALIZED (
    SELECT project_id, content_id
    FROM stale_curves
    WHERE due_at <= now() AND (:project::integer IS NULL OR project_id = :project)
    ORDER BY due_at
    LIMIT :limit
    FOR UPDATE SKIP LOCKED
)
UPDATE stale_curves
SET due_at = now() + interval '1 hour'
FROM due
WHERE stale_curves.project_id = due.project_id AND stale_curves.content_id = due.content_id
RETURNING stale_curves.project_id, stale_curves.content_id, mark
