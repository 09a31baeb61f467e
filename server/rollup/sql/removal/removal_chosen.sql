-- The oldest raw events that match a removal, at most :limit; and the number of all matching events. A field that is null
-- matches every event.
INSERT INTO removal_chosen (
    project_id, id, event_key, batch_id, occurred_at, received_at, viewer_id, content_id, play_key, session_id, matched)
SELECT
    project_id, id, event_key(id, client_id), batch_id, occurred_at, received_at, viewer_id, content_id, play_key, session_id,
    count(*) OVER ()
FROM events
WHERE project_id = :project
    AND (:ids::uuid[] IS NULL OR id = ANY (:ids))
    AND (:content::text IS NULL OR content_id = :content)
    AND (:user::text IS NULL OR user_id = :user)
    AND (:session::text IS NULL OR session_id = :session)
    AND (:start::timestamptz IS NULL OR occurred_at >= :start)
    AND (:end::timestamptz IS NULL OR occurred_at < :end)
    AND occurred_at >= coalesce((SELECT raw_since FROM rollup_state WHERE rollup_state.project_id = :project), '-infinity')
ORDER BY occurred_at, id
LIMIT :limit::bigint
