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

-- Finds the sessions that end by themselves. By half minutes, since an index on what changes with each event would make
-- every update of a session one of all its indexes.
ALTER TABLE sessions ADD last_event_bin timestamptz NOT NULL
    GENERATED ALWAYS AS (date_bin('30 seconds', last_event_at, '1970-01-01 00:00:00+00')) STORED;
CREATE INDEX sessions_by_last_event ON sessions (last_event_bin);

-- Scores -------------------------------------------------------------------------------------------------------------
-- The formulas of server/analytics/scores.py, 0-100 each, operation by operation, so that both give the same number.

CREATE FUNCTION percent_of(part bigint, whole bigint) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN whole > 0 THEN part::double precision / whole * 100 ELSE 0 END;

CREATE FUNCTION capped(amount double precision, cap double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN least(amount / cap * 100, 100);

CREATE FUNCTION engagement_score(
    views bigint, completed_full bigint, saves bigint, shares bigint, clicks bigint, skips bigint
) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN views > 0 THEN least(100, greatest(0,
        (completed_full * 40 + saves * 30 + shares * 20 + clicks * 10 - skips * 20)::double precision / views)) ELSE 0 END;

CREATE FUNCTION quality_score(
    views bigint, completed_full bigint, likes bigint, comments bigint, shares bigint, rewatches bigint,
    unique_viewers bigint
) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN capped(percent_of(completed_full, views), 100) * 0.35
        + capped(percent_of(likes + comments + shares, views), 20) * 0.30
        + capped(percent_of(shares, views), 5) * 0.20
        + capped(percent_of(rewatches, unique_viewers), 30) * 0.15;

-- rules: seconds watched, percent of saves and of shares that are worth 100; the weights of view-through, average watch,
-- saves, shares and skips; the boost.
CREATE FUNCTION performance_score(
    views bigint, impressions bigint, watch_ms bigint, saves bigint, shares bigint, skips bigint,
    rules double precision[]
) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN least(100, greatest(0, least(100,
        rules[4] * least(percent_of(views, impressions), 100)
        + rules[5] * CASE WHEN views > 0
            THEN capped(watch_ms::double precision / views / 1000, rules[1]) ELSE 0 END
        + rules[6] * capped(percent_of(saves, views), rules[2])
        + rules[7] * capped(percent_of(shares, views), rules[3])
        - rules[8] * least(percent_of(skips, views), 100))) * rules[9]);

-- The scores of every content with a view by the definition, over all time, of people's traffic. definition: start,
-- engaged, peertube or linkedin.
CREATE TABLE content_scores (
    project_id  integer NOT NULL,
    content_id  text NOT NULL,
    definition  text NOT NULL,
    views       bigint NOT NULL,
    watch_ms    bigint NOT NULL,
    quality     double precision NOT NULL,
    engagement  double precision NOT NULL,
    performance double precision NOT NULL,
    scored_at   timestamptz NOT NULL,      -- when one of them last changed
    PRIMARY KEY (project_id, content_id, definition)
);
CREATE INDEX content_scores_by_quality ON content_scores (project_id, definition, quality DESC, content_id)
    INCLUDE (views);
CREATE INDEX content_scores_by_engagement ON content_scores (project_id, definition, engagement DESC, content_id)
    INCLUDE (views);
CREATE INDEX content_scores_by_views ON content_scores (project_id, definition, views DESC, content_id);
CREATE INDEX content_scores_by_watch ON content_scores (project_id, definition, watch_ms DESC, content_id);

-- Contents touched since their scores were worked out.
CREATE TABLE stale_scores (
    project_id integer NOT NULL,
    content_id text NOT NULL,
    PRIMARY KEY (project_id, content_id)
);
