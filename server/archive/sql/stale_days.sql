-- Days whose files may not be read.
SELECT project_id, day FROM archive_stale
