-- Days that a run could not write wait for another one.
UPDATE archive_stale SET run = NULL WHERE run = :run
