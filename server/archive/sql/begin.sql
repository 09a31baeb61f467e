-- Begins an archive, unless there is one.
INSERT INTO archive_state (table_id, version, next_run) VALUES (:table_id, :version, 1)
ON CONFLICT (is_on) DO NOTHING
