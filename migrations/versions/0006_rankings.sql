-- Hot hours and scores of contents.

-- Hours (UTC) in which a content had at least trending_min_views_per_hour views by some definition, all classes of
-- traffic together. Whatever reaches that rate over many hours reaches it in one of them, so what may be trending is
-- found here, without a look at all contents.
CREATE TABLE hot_hours (
    project_id integer NOT NULL,
    hour       timestamptz NOT NULL,
    content_id text NOT NULL,
    PRIMARY KEY (project_id, hour, content_id)
);
