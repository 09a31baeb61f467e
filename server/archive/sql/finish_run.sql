-- Publishes what a run wrote. A day that was spoilt meanwhile is no longer of the run, and stays.
WITH days AS (
    DELETE FROM archive_stale WHERE run = :run
), batches AS (
    DELETE FROM archive_queue WHERE run = :run
)
UPDATE archive_state SET version = :version, next_run = :run + 1, archived_at = clock_timestamp()
