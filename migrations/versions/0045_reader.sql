-- What a request reads, it reads as viewpulse_reader, which sees the rows of one project (isolation.sql).
--
-- Policies do that for tables. Behind a policy PostgreSQL cannot use an index on an expression, as those of raw_events and some of
-- contents are. The reader has views of these two, which leave out what it may not see, and no barrier stands before an index.

-- Whether the present role may see rows of a project: the reader those of the project that its transaction names, all others
-- every row.
CREATE FUNCTION may_see(in_project integer) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN current_user <> 'viewpulse_reader' OR in_project = nullif(current_setting('viewpulse.project', true), '')::integer;

DO $$
BEGIN
    EXECUTE format(
        'CREATE OR REPLACE VIEW events AS %s WHERE may_see(project_id)',
        rtrim(pg_get_viewdef('events'::regclass), ';'));
END $$;

-- The catalogue, for lists in an order that only an index on an expression has.
CREATE VIEW catalogue AS
SELECT project_id, content_id, type, creator_id, title, caption, thumbnail, duration_ms, published_at, updated_at
FROM contents
WHERE may_see(project_id);
