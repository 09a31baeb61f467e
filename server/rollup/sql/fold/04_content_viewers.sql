-- The state of each viewer and content: views and plays, and whether it is liked and saved (the latest event decides, ties by
-- the event's key). Viewers who only commented or shared have a row too, so that a viewer's contents are found here.
-- viewer_changes records what changed.
WITH viewed AS (
    SELECT
        project_id, content_id, viewer_id, min(traffic) AS traffic,
        min(occurred_at) FILTER (WHERE type = 'view_start') AS first_view_at,
        max(occurred_at) FILTER (WHERE type = 'view_start') AS last_view_at,
        count(*) FILTER (WHERE type = 'view_start') AS views,
        count(*) FILTER (WHERE type = 'view_start' AND is_rewatch) AS rewatch_views
    FROM claimed_events
    WHERE type IN ('view_start', 'comment', 'share') AND content_id IS NOT NULL AND viewer_id IS NOT NULL
    GROUP BY project_id, content_id, viewer_id
), played AS (
    SELECT
        project_id, content_id, viewer_id, min(traffic) AS traffic,
        sum(sign) AS plays, sum(sign * watch_ms)::bigint AS watch_ms,
        coalesce(sum(sign) FILTER (WHERE completion >= 0.99), 0) AS completions,
        {definitions: coalesce(sum(sign) FILTER (WHERE is_#), 0) AS #_views}
    FROM play_changes
    WHERE viewer_id IS NOT NULL AND NOT reclassified
    GROUP BY project_id, content_id, viewer_id
), latest AS (
    SELECT DISTINCT ON (project_id, content_id, viewer_id, type IN ('like', 'unlike'))
        project_id, content_id, viewer_id, traffic, type, occurred_at, event_key, creator_id
    FROM claimed_events
    WHERE type IN ('like', 'unlike', 'save', 'unsave') AND content_id IS NOT NULL AND viewer_id IS NOT NULL
    ORDER BY project_id, content_id, viewer_id, type IN ('like', 'unlike'), occurred_at DESC, event_key DESC
), reacted AS (
    SELECT
        project_id, content_id, viewer_id, min(traffic) AS traffic,
        bool_or(type = 'like') FILTER (WHERE type IN ('like', 'unlike')) AS liked,
        max(occurred_at) FILTER (WHERE type IN ('like', 'unlike')) AS liked_at,
        max(event_key) FILTER (WHERE type IN ('like', 'unlike')) AS liked_event,
        max(creator_id) FILTER (WHERE type IN ('like', 'unlike')) AS liked_creator,
        bool_or(type = 'save') FILTER (WHERE type IN ('save', 'unsave')) AS saved,
        max(occurred_at) FILTER (WHERE type IN ('save', 'unsave')) AS saved_at,
        max(event_key) FILTER (WHERE type IN ('save', 'unsave')) AS saved_event,
        max(creator_id) FILTER (WHERE type IN ('save', 'unsave')) AS saved_creator
    FROM latest
    GROUP BY project_id, content_id, viewer_id
), incoming AS MATERIALIZED (
    SELECT
        project_id, content_id, viewer_id, coalesce(viewed.traffic, played.traffic, reacted.traffic) AS traffic,
        first_view_at, last_view_at, coalesce(views, 0) AS views, coalesce(rewatch_views, 0) AS rewatch_views,
        {definitions: coalesce(#_views, 0) AS #_views},
        coalesce(plays, 0) AS plays, coalesce(watch_ms, 0) AS watch_ms, coalesce(completions, 0) AS completions,
        liked, liked_at, liked_event, liked_creator, saved, saved_at, saved_event, saved_creator
    FROM viewed
        FULL JOIN played USING (project_id, content_id, viewer_id)
        FULL JOIN reacted USING (project_id, content_id, viewer_id)
), old AS MATERIALIZED (
    SELECT before.*
    FROM incoming, LATERAL (
        SELECT
            project_id, content_id, viewer_id, traffic, views, rewatch_views, {definitions: #_views},
            liked, liked_at, liked_creator, saved, saved_at, saved_creator
        FROM content_viewers AS known
        WHERE known.project_id = incoming.project_id AND known.content_id = incoming.content_id
            AND known.viewer_id = incoming.viewer_id
        LIMIT 1
    ) AS before
), added AS (  -- known to be new: a plain insert costs a third less than one that looks for conflicts
    INSERT INTO content_viewers (
        project_id, content_id, viewer_id, traffic, first_view_at, last_view_at, views, rewatch_views,
        {definitions: #_views}, plays, watch_ms, completions,
        liked, liked_at, liked_event, liked_creator, saved, saved_at, saved_event, saved_creator)
    SELECT * FROM incoming
    WHERE NOT EXISTS (
        SELECT 1 FROM old
        WHERE old.project_id = incoming.project_id AND old.content_id = incoming.content_id
            AND old.viewer_id = incoming.viewer_id
    )
    ORDER BY project_id, content_id, viewer_id
    RETURNING
        project_id, content_id, viewer_id, traffic, views, rewatch_views, {definitions: #_views},
        liked, liked_at, liked_creator, saved, saved_at, saved_creator
), changed AS (
    INSERT INTO content_viewers AS t (
        project_id, content_id, viewer_id, traffic, first_view_at, last_view_at, views, rewatch_views,
        {definitions: #_views}, plays, watch_ms, completions,
        liked, liked_at, liked_event, liked_creator, saved, saved_at, saved_event, saved_creator)
    SELECT incoming.* FROM incoming JOIN old USING (project_id, content_id, viewer_id)
    ORDER BY project_id, content_id, viewer_id
    ON CONFLICT (project_id, content_id, viewer_id) DO UPDATE SET
        first_view_at = least(t.first_view_at, excluded.first_view_at),
        last_view_at = greatest(t.last_view_at, excluded.last_view_at),
        views = t.views + excluded.views,
        rewatch_views = t.rewatch_views + excluded.rewatch_views,
        {definitions: #_views = t.#_views + excluded.#_views},
        plays = t.plays + excluded.plays,
        watch_ms = t.watch_ms + excluded.watch_ms,
        completions = t.completions + excluded.completions,
        liked = CASE WHEN is_later(excluded.liked_at, excluded.liked_event, t.liked_at, t.liked_event)
            THEN excluded.liked ELSE t.liked END,
        liked_at = CASE WHEN is_later(excluded.liked_at, excluded.liked_event, t.liked_at, t.liked_event)
            THEN excluded.liked_at ELSE t.liked_at END,
        liked_event = CASE WHEN is_later(excluded.liked_at, excluded.liked_event, t.liked_at, t.liked_event)
            THEN excluded.liked_event ELSE t.liked_event END,
        liked_creator = CASE WHEN is_later(excluded.liked_at, excluded.liked_event, t.liked_at, t.liked_event)
            THEN excluded.liked_creator ELSE t.liked_creator END,
        saved = CASE WHEN is_later(excluded.saved_at, excluded.saved_event, t.saved_at, t.saved_event)
            THEN excluded.saved ELSE t.saved END,
        saved_at = CASE WHEN is_later(excluded.saved_at, excluded.saved_event, t.saved_at, t.saved_event)
            THEN excluded.saved_at ELSE t.saved_at END,
        saved_event = CASE WHEN is_later(excluded.saved_at, excluded.saved_event, t.saved_at, t.saved_event)
            THEN excluded.saved_event ELSE t.saved_event END,
        saved_creator = CASE WHEN is_later(excluded.saved_at, excluded.saved_event, t.saved_at, t.saved_event)
            THEN excluded.saved_creator ELSE t.saved_creator END
    RETURNING
        project_id, content_id, viewer_id, traffic, views, rewatch_views, {definitions: #_views},
        liked, liked_at, liked_creator, saved, saved_at, saved_creator
)
INSERT INTO viewer_changes
SELECT -1, * FROM old UNION ALL SELECT 1, * FROM added UNION ALL SELECT 1, * FROM changed
