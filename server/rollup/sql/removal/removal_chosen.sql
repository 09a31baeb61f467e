-- The oldest raw events that match a removal: of the project $1 with the ids $2, the content $3, the user $4, the session $5,
-- from $6 until $7 (null: any), at most $8; and the number of all matching events.
-- $5, from $6 until $7 (null: any), at most $8; and how many there are in all.
INSERT INTO removal_chosen (
    project_id, id, subject, event_key, batch_id, viewer_id, content_id, play_key, session_id, is_counted, matched)
SELECT
    project_id, id, subject, event_key(id, details), batch_id, viewer_id, content_id, play_key, session_id,
    NOT EXISTS (
        SELECT FROM ingest_batches AS pending
        WHERE pending.project_id = events.project_id AND pending.batch_id = events.batch_id
    ),
    count(*) OVER ()
FROM events
WHERE project_id = $1
    AND ($2::uuid[] IS NULL OR id = ANY ($2))
    AND ($3::text IS NULL OR content_id = $3)
    AND ($4::text IS NULL OR user_id = $4)
    AND ($5::text IS NULL OR session_id = $5)
    AND ($6::timestamptz IS NULL OR occurred_at >= $6)
    AND ($7::timestamptz IS NULL OR occurred_at < $7)
    AND occurred_at >= coalesce((SELECT raw_since FROM rollup_state WHERE rollup_state.project_id = $1), '-infinity')
ORDER BY occurred_at, id, subject
LIMIT $8::bigint
