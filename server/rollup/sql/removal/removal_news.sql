-- Whether events that came in batches after :batch, or the expiry of days since :raw_since, change what is concerned.
SELECT EXISTS (
    SELECT 1 FROM events AS new
    WHERE project_id = :project AND batch_id > :batch
        AND (
            (project_id, viewer_id) IN (SELECT project_id, viewer_id FROM removal_viewers)
            OR (project_id, session_id) IN (SELECT project_id, session_id FROM removal_sessions)
            OR (project_id, content_id, play_key) IN (SELECT project_id, content_id, play_key FROM removal_plays)
        )
) OR (SELECT raw_since FROM rollup_state WHERE project_id = :project) IS DISTINCT FROM :raw_since::timestamptz
