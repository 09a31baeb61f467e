-- Registers a version.
INSERT INTO schema_versions (project_id, type, name, version, schema, registered_at)
VALUES (:project, :type, :name, :version, :schema::text::jsonb, now())
RETURNING registered_at
