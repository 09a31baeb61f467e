-- What was changed in a project, by whom. Hashes are HMACs under a key that is not in the database, and no row says who anyone is.
CREATE TABLE audit_entries (
    project_id integer NOT NULL,
    number     bigint NOT NULL,      -- 1, 2, … without gaps
    at         timestamptz NOT NULL,
    role       text NOT NULL,        -- of the token, or command
    actor      bytea,                -- hash of the user; null: a command
    action     text NOT NULL,        -- name of the mutation, or of the command
    subjects   bytea[] NOT NULL,     -- hashes of the viewers that it was about
    items      integer,              -- how many items it had; null: it has none
    hash       bytea NOT NULL,       -- of this row and the hash of the one before
    PRIMARY KEY (project_id, number)
);

-- The last row of each project: shows that rows are missing at the end.
CREATE TABLE audit_heads (
    project_id integer PRIMARY KEY,
    number     bigint NOT NULL,
    hash       bytea NOT NULL,       -- that of the row
    mark       bytea NOT NULL        -- hash of number and hash
);
