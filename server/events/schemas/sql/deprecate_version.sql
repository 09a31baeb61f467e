-- Sets the day from which a version is refused (null: it is accepted for good); a built-in version gets a row of its own. One that
-- is deprecated keeps its day. Its usage shows the day: the aggregator's next run notifies subscribers.
WITH announced AS (
    INSERT INTO changed_subjects (project_id, kind, id) VALUES (:project, 'platform', '')
)
INSERT INTO schema_versions AS known (project_id, type, name, version, retires_on)
VALUES (:project, :type, :name, :version, :retires_on::date)
ON CONFLICT (project_id, type, name, version) DO UPDATE SET
    retires_on = CASE WHEN excluded.retires_on IS NULL THEN NULL ELSE coalesce(known.retires_on, excluded.retires_on) END
RETURNING schema::text AS text, registered_at, retires_on
