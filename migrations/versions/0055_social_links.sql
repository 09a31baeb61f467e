-- Which content a post of a social network shows, as admins say. A post may be linked before it is collected.
CREATE TABLE social_links (
    project_id integer NOT NULL,
    account_id text NOT NULL,
    post_id    text NOT NULL,
    content_id text NOT NULL,
    linked_at  timestamptz NOT NULL,
    PRIMARY KEY (project_id, account_id, post_id)
);
CREATE INDEX social_links_of_content ON social_links (project_id, content_id);
