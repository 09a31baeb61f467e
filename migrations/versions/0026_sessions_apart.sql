-- A session id that an app keeps has another session after each half hour without an event: sessions, their spans and what was
-- viewed in them are kept by when they began.
--
-- Everything stays as it was counted, a session id with one session; `viewpulse rebuild` counts its sessions apart, from the raw
-- events that there are.

ALTER TABLE sessions
    DROP CONSTRAINT sessions_pkey,
    ADD PRIMARY KEY (project_id, session_id, first_event_at),
    DROP day_first_at,
    DROP oldest_event_at,
    DROP contents_viewed;  -- counted when asked for, from session_contents
DROP INDEX sessions_by_user;  -- nobody reads it

CREATE TABLE dated_contents AS
SELECT project_id, session_id, first_event_at AS viewed_at, content_id
FROM session_contents JOIN sessions USING (project_id, session_id);
DROP TABLE session_contents;
ALTER TABLE dated_contents RENAME TO session_contents;
ALTER TABLE session_contents ADD PRIMARY KEY (project_id, session_id, viewed_at, content_id);

-- The session first: where sessions join, the spans of all creators do.
ALTER TABLE session_spans
    DROP CONSTRAINT session_spans_pkey,
    ADD PRIMARY KEY (project_id, session_id, creator_id, first_event_at, traffic),
    DROP day_first_at;

DROP FUNCTION begin_within(timestamptz, timestamptz, timestamptz);
DROP FUNCTION within_days(integer, timestamptz, timestamptz);
