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

-- A creator's contents: those the catalogue gives it, and those only its events name.
CREATE FUNCTION contents_of(of_project integer, of_creator text) RETURNS TABLE (content_id text)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
        SELECT contents.content_id FROM contents
        WHERE contents.project_id = of_project AND contents.creator_id = of_creator
        UNION
        SELECT states.content_id
        FROM content_states AS states
        LEFT JOIN contents USING (project_id, content_id)
        WHERE states.project_id = of_project AND states.owner_id = of_creator
            AND coalesce(contents.creator_id, of_creator) = of_creator;
    END;

-- Finds the sessions that end by themselves. BRIN, since last_event_at changes all the time.
CREATE INDEX sessions_by_last_event ON sessions USING brin (last_event_at) WITH (pages_per_range = 32, autosummarize);
