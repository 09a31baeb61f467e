-- Gives a project a salt for a day (UTC), unless it has one.
INSERT INTO consent_salts (project_id, day, salt) VALUES (:project, :day, :salt) ON CONFLICT (project_id, day) DO NOTHING
