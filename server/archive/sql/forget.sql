-- Forgets that there is an archive. Its files are left alone.
WITH days AS (
    DELETE FROM archive_stale
), batches AS (
    DELETE FROM archive_queue
)
DELETE FROM archive_state
