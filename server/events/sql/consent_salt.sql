-- The salt of a project for a day (UTC).
SELECT salt FROM consent_salts WHERE project_id = :project AND day = :day
