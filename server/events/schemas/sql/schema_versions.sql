-- The versions that a project registered, and the built-in ones that it deprecated; of one :type and :name, or (null) of all.
SELECT type, name, version, schema::text AS text, registered_at, retires_on
FROM schema_versions
WHERE project_id = :project AND (:type::text IS NULL OR (type, name) = (:type, :name::text))
