-- What apps declare about creators. Nothing is counted by it.
CREATE TABLE creator_profiles (
    project_id integer NOT NULL,
    creator_id text NOT NULL,
    name       text,
    picture    text,  -- a URL
    PRIMARY KEY (project_id, creator_id)
);

-- The orders in which the catalogue is listed: latest publication first, and by title.
CREATE INDEX contents_by_publication ON contents (
    project_id, (coalesce('1970-01-01 00:00:00+00'::timestamptz - published_at, '0'::interval)), content_id
);
CREATE INDEX contents_by_title ON contents (project_id, (coalesce(left(lower(title), 256), '')), content_id);
