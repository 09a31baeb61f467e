-- The days of one batch; pays: whether the day is large enough that a digest saves work.
CREATE TEMP TABLE IF NOT EXISTS digest_days (
    project_id integer NOT NULL,
    content_id text NOT NULL,
    day        date NOT NULL,
    pays       boolean NOT NULL
) ON COMMIT DELETE ROWS
