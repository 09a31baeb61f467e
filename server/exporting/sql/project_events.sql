-- The counted events of a project from :start to :end that have not expired, in the order in which they happened.
SELECT {values}
FROM events
WHERE project_id = :project AND occurred_at >= :start AND occurred_at < :end
    AND occurred_at >= (SELECT raw_since FROM rollup_state WHERE project_id = :project)
    AND batch_id NOT IN (SELECT pending.batch_id FROM ingest_batches AS pending WHERE pending.project_id = :project)
ORDER BY occurred_at, id
