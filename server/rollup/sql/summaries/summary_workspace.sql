-- The days of one batch; pays: whether the day is large enough that a daily summary saves work.
CREATE TEMP TABLE IF NOT EXISTS days_to_summarize (
    project_id integer NOT NULL,
    content_id text NOT NULL,
    day        date NOT NULL,
    pays       boolean NOT NULL
) ON COMMIT DELETE ROWS
