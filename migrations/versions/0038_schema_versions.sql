-- Schema versions that projects registered, and built-in ones (without a schema) that they deprecated.
CREATE TABLE schema_versions (
    project_id    integer NOT NULL,
    type          text NOT NULL,
    name          text NOT NULL,  -- of a custom event; empty for other types
    version       text NOT NULL,
    schema        jsonb,
    registered_at timestamptz,
    retires_on    date,
    PRIMARY KEY (project_id, type, name, version)
);

-- The version of an event, if there is no word for it.
ALTER TABLE raw_events ADD other_version text;
DO $$
BEGIN
    EXECUTE 'CREATE OR REPLACE VIEW events AS ' || regexp_replace(
        pg_get_viewdef('events'::regclass), 'event_word\((raw_events\.)?schema_version\) AS schema_version',
        'coalesce(other_version, event_word(schema_version)) AS schema_version');
END $$;

-- Custom events are counted by name; other types have none.
ALTER TABLE event_counts ADD name text NOT NULL DEFAULT '';
ALTER TABLE event_counts DROP CONSTRAINT event_counts_pkey;
ALTER TABLE event_counts ADD PRIMARY KEY (project_id, bucket, type, name, traffic);

-- Events by day (UTC) of arrival and version, and by what sent them. Those that are counted already are added by
-- `viewpulse rebuild`, as far as there are raw events.
CREATE TABLE schema_usage (
    project_id  integer NOT NULL,
    day         date NOT NULL,
    type        text NOT NULL,
    name        text NOT NULL,
    version     text NOT NULL,
    sdk         text NOT NULL,
    app_version text NOT NULL,
    events      bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (project_id, day, type, name, version, sdk, app_version)
) WITH (fillfactor = 50);
