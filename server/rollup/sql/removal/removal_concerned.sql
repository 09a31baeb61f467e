-- All viewers whose state the chosen events may contribute to, and the events that these states consist of: all events of
-- these viewers, and of the plays and sessions that they took part in. Those that are not counted yet are among them: they may be
-- before the tables are locked. Keys of viewers and plays have no index: events are found by user, session or content, as lists,
-- which no plan turns into a look at all events, and then told apart by their keys.
CREATE TEMP VIEW removal_events AS
SELECT project_id, id, batch_id, user_id, viewer_id, content_id, play_key, session_id
FROM events
WHERE project_id = (SELECT project_id FROM removal_chosen LIMIT 1)
    AND occurred_at >= coalesce((
        SELECT raw_since FROM rollup_state WHERE project_id = (SELECT project_id FROM removal_chosen LIMIT 1)
    ), '-infinity');

INSERT INTO removal_viewers
SELECT project_id, viewer_id FROM removal_chosen WHERE viewer_id IS NOT NULL
UNION
SELECT found.project_id, found.viewer_id
FROM (
    SELECT * FROM removal_events
    WHERE content_id = ANY (ARRAY(SELECT DISTINCT content_id FROM removal_chosen WHERE play_key IS NOT NULL))
    OFFSET 0
) AS found JOIN (
    SELECT DISTINCT project_id, content_id, play_key FROM removal_chosen WHERE play_key IS NOT NULL
) AS played USING (project_id, content_id, play_key)
WHERE found.viewer_id IS NOT NULL;

CREATE TEMP TABLE removal_own AS
SELECT own.project_id, own.id, own.viewer_id, own.batch_id, own.content_id, own.play_key, own.session_id
FROM (
    SELECT * FROM removal_events
    WHERE user_id = ANY (ARRAY(
        SELECT DISTINCT viewer_user(viewer_id) FROM removal_viewers WHERE viewer_user(viewer_id) IS NOT NULL
    ))
    UNION ALL
    SELECT * FROM removal_events
    WHERE user_id IS NULL AND session_id = ANY (ARRAY(
        SELECT DISTINCT viewer_session(viewer_id) FROM removal_viewers WHERE viewer_session(viewer_id) IS NOT NULL
    ))
) AS own JOIN removal_viewers USING (project_id, viewer_id);

CREATE TEMP TABLE removal_done AS
SELECT project_id, content_id, play_key, session_id FROM removal_own
UNION
SELECT project_id, content_id, play_key, session_id FROM removal_chosen;

INSERT INTO removal_plays
SELECT DISTINCT project_id, content_id, play_key FROM removal_done WHERE play_key IS NOT NULL;

INSERT INTO removal_sessions
SELECT DISTINCT project_id, session_id FROM removal_done WHERE session_id IS NOT NULL;

INSERT INTO removal_concerned
SELECT found.*, chosen.id IS NOT NULL
FROM (
    SELECT project_id, id, viewer_id, batch_id FROM removal_own
    UNION
    SELECT project_id, id, viewer_id, batch_id
    FROM (
        SELECT * FROM removal_events
        WHERE content_id = ANY (ARRAY(SELECT DISTINCT content_id FROM removal_plays))
        OFFSET 0
    ) AS seen JOIN removal_plays USING (project_id, content_id, play_key)
    UNION
    SELECT project_id, id, viewer_id, batch_id
    FROM removal_events
    WHERE session_id = ANY (ARRAY(SELECT session_id FROM removal_sessions))
    UNION
    SELECT project_id, id, viewer_id, batch_id FROM removal_chosen
) AS found
    LEFT JOIN removal_chosen AS chosen USING (project_id, id);

DROP VIEW removal_events;

ANALYZE removal_chosen, removal_concerned, removal_viewers, removal_plays, removal_sessions
