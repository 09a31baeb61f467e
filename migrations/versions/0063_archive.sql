-- The archive of events, while there is one: what it holds, and what it lacks. Its events are in files outside the database.
CREATE TABLE archive_state (
    is_on       boolean PRIMARY KEY DEFAULT true CHECK (is_on),  -- one row, or none: there is no archive
    table_id    text NOT NULL,           -- which table of files it is
    version     bigint NOT NULL,         -- the version of that table that may be read
    next_run    bigint NOT NULL,
    archived_at timestamptz              -- when a run ended last
);

-- Counted batches whose events are not in that version.
CREATE TABLE archive_queue (
    batch_id bigint PRIMARY KEY,
    run      bigint                      -- the run that archives it; null: none yet
);

-- Days whose files in that version are not what they should be: they are written again.
CREATE TABLE archive_stale (
    project_id integer NOT NULL,
    day        date NOT NULL,            -- of UTC
    run        bigint,                   -- the run that writes it; null: none yet
    PRIMARY KEY (project_id, day)
);

-- The aggregator deletes the announcement of a batch in the transaction that counts it.
CREATE FUNCTION queue_for_archive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM archive_state) THEN
        INSERT INTO archive_queue (batch_id) SELECT DISTINCT batch_id FROM gone ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER queue_for_archive AFTER DELETE ON ingest_batches
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION queue_for_archive();

-- Events that are removed or changed spoil the files of their days. Partitions that are dropped do not: their days expire.
CREATE FUNCTION spoil_archive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM archive_state) THEN
        INSERT INTO archive_stale AS t (project_id, day)
        SELECT DISTINCT project_id, (occurred_at AT TIME ZONE 'UTC')::date FROM gone ORDER BY 1, 2
        ON CONFLICT (project_id, day) DO UPDATE SET run = NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER spoil_archive_by_delete AFTER DELETE ON raw_events
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION spoil_archive();
CREATE TRIGGER spoil_archive_by_update AFTER UPDATE ON raw_events
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION spoil_archive();
