-- Who is watching now: the latest sign of each viewer of a content, forgotten once it has passed the window.
--
-- Who left stays until then as well, so that what comes late brings nobody back.
CREATE TABLE watchers (
    project_id  integer NOT NULL,
    content_id  text NOT NULL,
    viewer_id   text NOT NULL,
    creator_id  text,
    session_id  text,
    traffic     smallint NOT NULL,
    seen_at     timestamptz NOT NULL,      -- of the latest event, ties by its id
    seen_event  uuid NOT NULL,
    is_watching boolean NOT NULL,
    PRIMARY KEY (project_id, content_id, viewer_id)
) WITH (fillfactor = 50);
CREATE INDEX watchers_by_creator ON watchers (project_id, creator_id);
CREATE INDEX watchers_by_session ON watchers (project_id, session_id);
