-- Counters of each session, whatever its class. A session reaches from its last event back to the first on the same day (UTC)
-- or the day before, so that a wrong clock does not lengthen it.
WITH days AS (
    SELECT
        project_id, session_id, min(occurred_at) AS first_event_at, max(occurred_at) AS last_event_at,
        max(max(occurred_at)) OVER (PARTITION BY project_id, session_id) AS ends_at
    FROM slice
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
        project_id, session_id, max(user_id) AS user_id, min(user_id) AS user_least,
        max(occurred_at) FILTER (WHERE type = 'session_end') AS closed_at,
        count(*) AS events,
        count(*) FILTER (WHERE type = 'view_start' AND content_id IS NOT NULL) AS views,
        count(*) FILTER (WHERE type = 'impression') AS impressions,
        count(*) FILTER (WHERE type = 'like') AS likes,
        count(*) FILTER (WHERE type = 'save') AS saves,
        count(*) FILTER (WHERE type = 'comment') AS comments,
        count(*) FILTER (WHERE type = 'share') AS shares,
        count(*) FILTER (WHERE type = 'click') AS clicks,
        count(*) FILTER (WHERE type IN ('skip', 'swipe_away')) AS skips
    FROM slice
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
        project_id, session_id, user_id, user_least, first_event_at, day_first_at, oldest_event_at, last_event_at, closed_at,
        revision, events,
        contents_viewed, views, {definitions: #_views}, plays, completions, watch_ms,
        impressions, likes, saves, comments, shares, clicks, skips)
    SELECT
        project_id, session_id, user_id, user_least, coalesce(incoming.first_event_at, old.first_event_at),
        coalesce(incoming.day_first_at, old.day_first_at),
        coalesce(incoming.oldest_event_at, old.oldest_event_at),
        coalesce(incoming.last_event_at, old.last_event_at), closed_at,
        (SELECT revision FROM run_revisions WHERE run_revisions.project_id = incoming.project_id),
        coalesce(events, 0), coalesce(contents_viewed, 0), coalesce(views, 0),
        {definitions: coalesce(#_views, 0)}, coalesce(plays, 0),
        coalesce(completions, 0), coalesce(watch_ms, 0), coalesce(impressions, 0), coalesce(likes, 0),
        coalesce(saves, 0), coalesce(comments, 0), coalesce(shares, 0), coalesce(clicks, 0), coalesce(skips, 0)
    FROM incoming LEFT JOIN old USING (project_id, session_id)
    ORDER BY project_id, session_id
    ON CONFLICT (project_id, session_id) DO UPDATE SET
        user_id = greatest(t.user_id, excluded.user_id),
        user_least = least(t.user_least, excluded.user_least),
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
        impressions = t.impressions + excluded.impressions,
        likes = t.likes + excluded.likes,
        saves = t.saves + excluded.saves,
        comments = t.comments + excluded.comments,
        shares = t.shares + excluded.shares,
        clicks = t.clicks + excluded.clicks,
        skips = t.skips + excluded.skips
    RETURNING project_id, session_id
)
INSERT INTO touched SELECT project_id, 'session', session_id FROM new
