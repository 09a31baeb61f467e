-- What becomes of events of viewers who have not consented: stored as they are; without identity; not at all.
ALTER TABLE projects
    ADD consent text NOT NULL DEFAULT 'off' CHECK (consent IN ('off', 'required', 'refuse'));

-- Who agreed to what when. Rows are only added; the last one of a viewer counts. An erasure deletes all of a viewer.
CREATE TABLE consent_entries (
    project_id integer NOT NULL,
    viewer_id  text NOT NULL,
    number     integer NOT NULL,      -- 1, 2, … of the viewer, in the order of commits
    entry_id   uuid NOT NULL,
    at         timestamptz NOT NULL,
    purposes   text[] NOT NULL,       -- all that it agrees to from then on; empty: nothing any more
    version    text NOT NULL,         -- of the text that it was shown
    source     text,                  -- where it was asked
    role       text,                  -- of the token that said so; null: an app with the write key
    PRIMARY KEY (project_id, viewer_id, number)
);
CREATE INDEX consent_entries_at ON consent_entries (project_id, at, entry_id);

-- What the sessions of viewers without consent are made unrecognisable with, for one day (UTC). The row is deleted when the day is over.
CREATE TABLE consent_salts (
    project_id integer NOT NULL,
    day        date NOT NULL,
    salt       bytea NOT NULL,
    PRIMARY KEY (project_id, day)
);
