-- Everything acknowledged before $1 is counted; if batches are left, only what came before the oldest of them.
-- Returns whether batches are left.
WITH remaining AS MATERIALIZED (
    SELECT min(created_at) AS oldest FROM ingest_batches
), moved AS (
    UPDATE rollup_state SET as_of = greatest(as_of, least($1::timestamptz, oldest)) FROM remaining
)
SELECT oldest IS NOT NULL FROM remaining
