-- Deletes raw events that have expired, and only wait to be deleted: nothing counts them any more.
DELETE FROM raw_events
WHERE project_id = :project AND id = ANY (:ids::uuid[])
    AND occurred_at < (SELECT raw_since FROM rollup_state WHERE project_id = :project)
