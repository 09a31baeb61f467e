-- The working tables of one removal, dropped with its connection, for which nobody waits. Everything belongs to one project.
CREATE TEMP TABLE removal_chosen (
    project_id  integer NOT NULL,
    id          uuid NOT NULL,
    event_key   text COLLATE "C" NOT NULL,
    batch_id    bigint NOT NULL,
    occurred_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    viewer_id   text,
    content_id  text,
    play_key    text,
    session_id  text,
    is_counted  boolean NOT NULL DEFAULT true,
    matched     bigint NOT NULL
);
CREATE TEMP TABLE removal_viewers (project_id integer NOT NULL, viewer_id text NOT NULL);
CREATE TEMP TABLE removal_plays (project_id integer NOT NULL, content_id text, play_key text);
CREATE TEMP TABLE removal_sessions (project_id integer NOT NULL, session_id text NOT NULL);
CREATE TEMP TABLE removal_waiting (project_id integer NOT NULL, batch_id bigint NOT NULL);
CREATE TEMP TABLE removal_concerned (
    project_id integer NOT NULL,
    id         uuid NOT NULL,
    viewer_id  text,
    content_id text,
    batch_id   bigint NOT NULL,
    is_removed boolean NOT NULL
);
