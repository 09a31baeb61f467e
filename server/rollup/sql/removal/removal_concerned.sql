-- All viewers whose state the removed events may have contributed to, and the counted events that these states consist of:
-- all events of these viewers, and of the plays and sessions that they took part in.
CREATE TEMP VIEW removal_counted AS
SELECT project_id, id, viewer_id, content_id, play_key, session_id
FROM events
WHERE project_id = (SELECT project_id FROM removal_chosen LIMIT 1)
    AND occurred_at >= coalesce((
        SELECT raw_since FROM rollup_state WHERE rollup_state.project_id = events.project_id
    ), '-infinity')
    AND NOT EXISTS (
        SELECT 1 FROM ingest_batches AS pending
        WHERE pending.project_id = events.project_id AND pending.batch_id = events.batch_id
    );

INSERT INTO removal_viewers
SELECT project_id, viewer_id FROM removal_chosen WHERE is_counted AND viewer_id IS NOT NULL
UNION
SELECT found.project_id, found.viewer_id
FROM removal_counted AS found JOIN (
    SELECT DISTINCT project_id, content_id, play_key FROM removal_chosen WHERE is_counted AND play_key IS NOT NULL
) AS played USING (project_id, content_id, play_key)
WHERE found.viewer_id IS NOT NULL;

CREATE TEMP TABLE removal_done ON COMMIT DROP AS
SELECT project_id, content_id, play_key, session_id FROM removal_counted JOIN removal_viewers USING (project_id, viewer_id)
UNION
SELECT project_id, content_id, play_key, session_id FROM removal_chosen WHERE is_counted;

INSERT INTO removal_plays
SELECT DISTINCT project_id, content_id, play_key FROM removal_done WHERE play_key IS NOT NULL;

INSERT INTO removal_sessions
SELECT DISTINCT project_id, session_id FROM removal_done WHERE session_id IS NOT NULL;

INSERT INTO removal_concerned
SELECT found.*, chosen.id IS NOT NULL
FROM (
    SELECT project_id, id, viewer_id FROM removal_counted JOIN removal_viewers USING (project_id, viewer_id)
    UNION
    SELECT project_id, id, viewer_id
    FROM removal_counted JOIN removal_plays USING (project_id, content_id, play_key)
    UNION
    SELECT project_id, id, viewer_id
    FROM removal_counted JOIN removal_sessions USING (project_id, session_id)
    UNION
    SELECT project_id, id, viewer_id FROM removal_chosen WHERE is_counted
) AS found
    LEFT JOIN removal_chosen AS chosen USING (project_id, id);

DROP VIEW removal_counted;
