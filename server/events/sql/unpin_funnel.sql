-- Removes a pinned funnel and returns it. The aggregator's next run notifies subscribers of the platform.
WITH gone AS (
    DELETE FROM pinned_funnels WHERE project_id = :project AND name = :name
    RETURNING question::text AS question, pinned_at
), announced AS (
    INSERT INTO changed_subjects (project_id, kind, id) SELECT :project, 'platform', '' FROM gone
)
SELECT question, pinned_at FROM gone
