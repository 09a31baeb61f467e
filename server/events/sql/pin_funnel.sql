-- Pins a funnel, or replaces the one of that name, which keeps its place. The aggregator's next run notifies subscribers of the
-- platform.
WITH announced AS (
    INSERT INTO changed_subjects (project_id, kind, id) VALUES (:project, 'platform', '')
)
INSERT INTO pinned_funnels (project_id, name, question)
VALUES (:project, :name, :question::text::jsonb)
ON CONFLICT (project_id, name) DO UPDATE SET question = excluded.question
RETURNING pinned_at
