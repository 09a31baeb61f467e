-- Links that open the numbers of one content, creator or platform to whoever has them; in the directory.
CREATE TABLE share_links (
    project_id integer NOT NULL,
    link_id    uuid NOT NULL,
    content_id text,                     -- what it opens; without both, the platform
    creator_id text,
    asked      jsonb,                    -- the range that it opens, as the API takes it; null: all time
    origins    text[] NOT NULL,          -- whose pages may embed it
    signed_by  bytea NOT NULL,           -- the key of its tokens
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    PRIMARY KEY (project_id, link_id)
);
CREATE INDEX share_links_by_id ON share_links (link_id);
CREATE INDEX share_links_listed ON share_links (project_id, created_at, link_id);
