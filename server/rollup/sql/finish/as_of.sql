-- Everything acknowledged before the moment :now is counted; if batches are left, only what came before the oldest of them.
-- moved_as_of tells how far as_of moved. That of a project that moves to another cell stays.
WITH known AS MATERIALIZED (
    SELECT project_id, as_of FROM rollup_state WHERE accepts_since < 'infinity'
), advanced AS (
    UPDATE rollup_state AS t SET as_of = greatest(
        t.as_of, least(:now::timestamptz, (SELECT min(created_at) FROM ingest_batches)))
    FROM known
    WHERE t.project_id = known.project_id
    RETURNING t.project_id, known.as_of AS was, t.as_of AS is_now
)
INSERT INTO moved_as_of SELECT project_id, was, is_now FROM advanced
