-- Whether a run has batches to archive.
SELECT EXISTS (SELECT 1 FROM archive_queue WHERE run = :run)
