-- The directory of cells, used in the database of the settings only. The cell "default" is that database; any other is a
-- schema of the cell's name, in the same database or in another.

CREATE TABLE cells (
    name         text PRIMARY KEY,
    database_url text,  -- null: the database of the settings
    created_at   timestamptz NOT NULL DEFAULT now()
);

-- Statements have its text: a database spread over nodes does not look into functions that read tables.
DROP FUNCTION contents_of;

-- Refuses changes of a project that is moving to another cell; its triggers exist only meanwhile.
CREATE FUNCTION project_is_moving() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'project % is moving to another cell', coalesce(NEW.project_id, OLD.project_id)
        USING ERRCODE = 'cannot_connect_now';
END
$$;

ALTER TABLE projects
    ADD cell text NOT NULL DEFAULT 'default';
