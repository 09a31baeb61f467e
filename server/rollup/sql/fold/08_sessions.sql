-- Counters of each session, whatever its class. A session reaches from its last event back to the first on the same day (UTC)
-- or the day before, so that a wrong clock does not lengthen it. Its user is the one whose event arrived first.
WITH days AS (
    SELECT
        project_id, session_id, min(occurred_at) AS first_event_at, max(occurred_at) AS last_event_at,
        max(max(occurred_at)) OVER (PARTITION BY project_id, session_id) AS ends_at
    FROM claimed_events
    WHERE session_id IS NOT NULL
    GROUP BY project_id, session_id, date_bin('1 day', occurred_at, '1970-01-01 00:00:00+00')
), spans AS (
    SELECT
        project_id, session_id, min(within_days(1, first_event_at, ends_at)) AS first_event_at,
        min(within_days(0, first_event_at, ends_at)) AS day_first_at, min(first_event_at) AS oldest_event_at,
        max(last_event_at) AS last_event_at
    FROM days
    GROUP BY project_id, session_id
), tallies AS (
    SELECT
        project_id, session_id,
        (array_agg(user_id ORDER BY received_at, user_id) FILTER (WHERE user_id IS NOT NULL))[1] AS user_id,
        min(received_at) FILTER (WHERE user_id IS NOT NULL) AS user_at,
        max(occurred_at) FILTER (WHERE type = 'session_end') AS closed_at,
        count(*) AS events,
        count(*) FILTER (WHERE type = 'view_start' AND content_id IS NOT NULL) AS views,
        {sessiontallies: count(*) FILTER (WHERE @) AS #}
    FROM claimed_events
    WHERE session_id IS NOT NULL
    GROUP BY project_id, session_id
), changes AS (
    SELECT
        project_id, session_id, sum(contents_viewed)::bigint AS contents_viewed, sum(plays)::bigint AS plays,
        sum(completions)::bigint AS completions, sum(watch_ms)::bigint AS watch_ms,
        {definitions: sum(#_views)::bigint AS #_views}
    FROM session_changes
    GROUP BY project_id, session_id
), incoming AS MATERIALIZED (
    SELECT *
    FROM tallies JOIN spans USING (project_id, session_id) FULL JOIN changes USING (project_id, session_id)
), old AS MATERIALIZED (
    SELECT before.*
    FROM incoming, LATERAL (
        SELECT project_id, session_id, first_event_at, day_first_at, oldest_event_at, last_event_at
        FROM sessions AS known
        WHERE known.project_id = incoming.project_id AND known.session_id = incoming.session_id
        LIMIT 1
    ) AS before
    WHERE incoming.first_event_at IS NULL  -- no event of the run names it: a play left it
), new AS (
    INSERT INTO sessions AS t (
        project_id, session_id, user_id, user_at, first_event_at, day_first_at, oldest_event_at, last_event_at, closed_at,
        revision, events,
        contents_viewed, views, {definitions: #_views}, plays, completions, watch_ms,
        {sessiontallies: #})
    SELECT
        project_id, session_id, user_id, user_at, coalesce(incoming.first_event_at, old.first_event_at),
        coalesce(incoming.day_first_at, old.day_first_at),
        coalesce(incoming.oldest_event_at, old.oldest_event_at),
        coalesce(incoming.last_event_at, old.last_event_at), closed_at,
        (SELECT revision FROM run_revisions WHERE run_revisions.project_id = incoming.project_id),
        coalesce(events, 0), coalesce(contents_viewed, 0), coalesce(views, 0),
        {definitions: coalesce(#_views, 0)}, coalesce(plays, 0),
        coalesce(completions, 0), coalesce(watch_ms, 0), {sessiontallies: coalesce(#, 0)}
    FROM incoming LEFT JOIN old USING (project_id, session_id)
    ORDER BY project_id, session_id
    ON CONFLICT (project_id, session_id) DO UPDATE SET
        user_id = CASE WHEN is_earlier(excluded.user_at, excluded.user_id, t.user_at, t.user_id)
            THEN excluded.user_id ELSE t.user_id END,
        user_at = least(t.user_at, excluded.user_at),
        first_event_at = least(
            begin_within(t.first_event_at, t.day_first_at, greatest(t.last_event_at, excluded.last_event_at)),
            begin_within(
                excluded.first_event_at, excluded.day_first_at, greatest(t.last_event_at, excluded.last_event_at))
        ),
        day_first_at = least(
            within_days(0, t.day_first_at, greatest(t.last_event_at, excluded.last_event_at)),
            within_days(0, excluded.day_first_at, greatest(t.last_event_at, excluded.last_event_at))
        ),
        oldest_event_at = least(t.oldest_event_at, excluded.oldest_event_at),
        last_event_at = greatest(t.last_event_at, excluded.last_event_at),
        closed_at = greatest(t.closed_at, excluded.closed_at),
        revision = excluded.revision,
        events = t.events + excluded.events,
        contents_viewed = t.contents_viewed + excluded.contents_viewed,
        views = t.views + excluded.views,
        {definitions: #_views = t.#_views + excluded.#_views},
        plays = t.plays + excluded.plays,
        completions = t.completions + excluded.completions,
        watch_ms = t.watch_ms + excluded.watch_ms,
        {sessiontallies: # = t.# + excluded.#}
    RETURNING project_id, session_id
)
INSERT INTO touched_subjects SELECT project_id, 'session', session_id FROM new
