-- What apps declare about creators. Nothing is counted by it.
CREATE TABLE creator_profiles (
    project_id integer NOT NULL,
    creator_id text NOT NULL,
    name       text,
    picture    text,  -- a URL
    PRIMARY KEY (project_id, creator_id)
);
