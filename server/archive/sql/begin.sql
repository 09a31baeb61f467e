-- Begins an archive, unless there is one. From now on all that is counted is noted; nothing can be read until all days are noted, too.
INSERT INTO archive_state (table_id, version, next_run) VALUES (:table_id, :version, 0)
ON CONFLICT (is_on) DO NOTHING
