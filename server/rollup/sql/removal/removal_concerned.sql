-- All viewers whose state the chosen events may contribute to, and the events that these states consist of: all events of
-- these viewers, and of the plays and sessions that they took part in. Those that are not counted yet are among them: they may be
-- before the tables are locked. Keys of viewers and plays have no index: events are found by user, session or content, and then told
-- apart by their keys.
SET LOCAL enable_nestloop = on;

ANALYZE removal_chosen;

CREATE TEMP VIEW removal_events AS
SELECT project_id, id, batch_id, user_id, viewer_id, content_id, play_key, session_id
FROM events
WHERE project_id = (SELECT project_id FROM removal_chosen LIMIT 1)
    AND occurred_at >= coalesce((
        SELECT raw_since FROM rollup_state WHERE project_id = (SELECT project_id FROM removal_chosen LIMIT 1)
    ), '-infinity');

CREATE TEMP TABLE removal_played AS
SELECT found.*
FROM (
    SELECT removal_events.*
    FROM removal_events
        JOIN (SELECT DISTINCT content_id FROM removal_chosen WHERE play_key IS NOT NULL) AS played USING (content_id)
    OFFSET 0
) AS found JOIN (
    SELECT DISTINCT project_id, content_id, play_key FROM removal_chosen WHERE play_key IS NOT NULL
) AS played USING (project_id, content_id, play_key);

INSERT INTO removal_viewers
SELECT project_id, viewer_id FROM removal_chosen WHERE viewer_id IS NOT NULL
UNION
SELECT project_id, viewer_id FROM removal_played WHERE viewer_id IS NOT NULL;

ANALYZE removal_viewers;

CREATE TEMP TABLE removal_own AS
SELECT own.project_id, own.id, own.viewer_id, own.batch_id, own.content_id, own.play_key, own.session_id
FROM (
    SELECT removal_events.*
    FROM removal_events JOIN (SELECT DISTINCT viewer_user(viewer_id) AS user_id FROM removal_viewers) AS one USING (user_id)
    UNION ALL
    SELECT removal_events.*
    FROM removal_events
        JOIN (SELECT DISTINCT viewer_session(viewer_id) AS session_id FROM removal_viewers) AS one USING (session_id)
    WHERE user_id IS NULL
) AS own JOIN removal_viewers USING (project_id, viewer_id);

CREATE TEMP TABLE removal_done AS
SELECT project_id, content_id, play_key, session_id FROM removal_own
UNION
SELECT project_id, content_id, play_key, session_id FROM removal_chosen;

INSERT INTO removal_plays
SELECT DISTINCT project_id, content_id, play_key FROM removal_done WHERE play_key IS NOT NULL;

INSERT INTO removal_sessions
SELECT DISTINCT project_id, session_id FROM removal_done WHERE session_id IS NOT NULL;

-- those of the chosen events are there already
CREATE TEMP TABLE removal_more_plays AS
SELECT project_id, content_id, play_key FROM removal_plays
EXCEPT
SELECT project_id, content_id, play_key FROM removal_chosen;

ANALYZE removal_sessions, removal_more_plays;

INSERT INTO removal_concerned
SELECT found.*, chosen.id IS NOT NULL
FROM (
    SELECT project_id, id, viewer_id, content_id, batch_id FROM removal_own
    UNION
    SELECT project_id, id, viewer_id, content_id, batch_id FROM removal_played
    UNION
    SELECT project_id, id, viewer_id, content_id, batch_id
    FROM (
        SELECT removal_events.*
        FROM removal_events JOIN (SELECT DISTINCT content_id FROM removal_more_plays) AS played USING (content_id)
        OFFSET 0
    ) AS seen JOIN removal_more_plays USING (project_id, content_id, play_key)
    UNION
    SELECT project_id, id, viewer_id, content_id, batch_id
    FROM removal_events JOIN removal_sessions USING (project_id, session_id)
    UNION
    SELECT project_id, id, viewer_id, content_id, batch_id FROM removal_chosen
) AS found
    LEFT JOIN removal_chosen AS chosen USING (project_id, id);

DROP VIEW removal_events;

ANALYZE removal_concerned;

SET LOCAL enable_nestloop = off
