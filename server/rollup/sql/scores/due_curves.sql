-- Claims a batch of at most $2 due curves, of the project $1 or (null) of all projects: they are due again in an hour, unless
-- they are removed before. Rows that a run of the aggregator is marking are left to a later batch.
WITH due AS MATERIALIZED (
    SELECT project_id, content_id
    FROM stale_curves
    WHERE due_at <= now() AND ($1::integer IS NULL OR project_id = $1)
    ORDER BY due_at
    LIMIT $2
    FOR UPDATE SKIP LOCKED
)
UPDATE stale_curves
SET due_at = now() + interval '1 hour'
FROM due
WHERE stale_curves.project_id = due.project_id AND stale_curves.content_id = due.content_id
RETURNING stale_curves.project_id, stale_curves.content_id, mark
