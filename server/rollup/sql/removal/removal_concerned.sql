-- All viewers whose state the chosen events may contribute to, and the events that these states consist of: all events of
-- these viewers, and of the plays and sessions that they took part in. Those that are not counted yet are among them: they may be
-- before the tables are locked.
CREATE TEMP VIEW removal_events AS
SELECT project_id, id, batch_id, viewer_id, content_id, play_key, session_id
FROM events
WHERE project_id = (SELECT project_id FROM removal_chosen LIMIT 1)
    AND occurred_at >= coalesce((
        SELECT raw_since FROM rollup_state WHERE project_id = (SELECT project_id FROM removal_chosen LIMIT 1)
    ), '-infinity');

INSERT INTO removal_viewers
SELECT project_id, viewer_id FROM removal_chosen WHERE viewer_id IS NOT NULL
UNION
SELECT found.project_id, found.viewer_id
FROM removal_events AS found JOIN (
    SELECT DISTINCT project_id, content_id, play_key FROM removal_chosen WHERE play_key IS NOT NULL
) AS played USING (project_id, content_id, play_key)
WHERE found.viewer_id IS NOT NULL;

CREATE TEMP TABLE removal_done ON COMMIT DROP AS
SELECT project_id, content_id, play_key, session_id FROM removal_events JOIN removal_viewers USING (project_id, viewer_id)
UNION
SELECT project_id, content_id, play_key, session_id FROM removal_chosen;

INSERT INTO removal_plays
SELECT DISTINCT project_id, content_id, play_key FROM removal_done WHERE play_key IS NOT NULL;

INSERT INTO removal_sessions
SELECT DISTINCT project_id, session_id FROM removal_done WHERE session_id IS NOT NULL;

INSERT INTO removal_concerned
SELECT found.*, chosen.id IS NOT NULL
FROM (
    SELECT project_id, id, viewer_id, batch_id FROM removal_events JOIN removal_viewers USING (project_id, viewer_id)
    UNION
    SELECT project_id, id, viewer_id, batch_id
    FROM removal_events JOIN removal_plays USING (project_id, content_id, play_key)
    UNION
    SELECT project_id, id, viewer_id, batch_id
    FROM removal_events JOIN removal_sessions USING (project_id, session_id)
    UNION
    SELECT project_id, id, viewer_id, batch_id FROM removal_chosen
) AS found
    LEFT JOIN removal_chosen AS chosen USING (project_id, id);

DROP VIEW removal_events;

ANALYZE removal_chosen, removal_concerned
