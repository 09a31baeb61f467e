-- The days that a run writes again.
SELECT project_id, day FROM archive_stale WHERE run = :run ORDER BY project_id, day
