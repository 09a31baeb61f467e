-- Counters of each session, whatever its class. A stored session that turned out to be the end of an earlier one is added to
-- that. Its user is the one whose event arrived first.
WITH done AS (
    SELECT
        project_id, session_id, began_at,
        (array_agg(user_id ORDER BY received_at, user_id) FILTER (WHERE user_id IS NOT NULL))[1] AS user_id,
        min(received_at) FILTER (WHERE user_id IS NOT NULL) AS user_at,
        max(occurred_at) AS done_at,
        max(occurred_at) FILTER (WHERE type = 'session_end') AS closed_at,
        count(*) AS events,
        count(*) FILTER (WHERE type = 'view_start' AND content_id IS NOT NULL) AS views,
        {sessiontallies: count(*) FILTER (WHERE @) AS #}
    FROM claimed_events JOIN session_parts USING (project_id, session_id, bucket)
    GROUP BY project_id, session_id, began_at
), played AS (
    SELECT
        project_id, session_id, began_at, max(origin_at) AS played_at, sum(sign) AS plays,
        coalesce(sum(sign) FILTER (WHERE completion >= 0.99), 0) AS completions, sum(sign * watch_ms)::bigint AS watch_ms,
        {definitions: coalesce(sum(sign) FILTER (WHERE is_#), 0) AS #_views}
    FROM (
        SELECT
            project_id, session_id, date_bin('15 minutes', origin_at, '1970-01-01 00:00:00+00') AS bucket, origin_at, sign,
            completion, watch_ms, {definitions: is_#}
        FROM play_changes
        WHERE session_id IS NOT NULL AND NOT reclassified
    ) AS changes
        JOIN session_parts USING (project_id, session_id, bucket)
    GROUP BY project_id, session_id, began_at
), incoming AS (
    SELECT * FROM done FULL JOIN played USING (project_id, session_id, began_at)
), taken AS (  -- by its place: a join would read all sessions
    DELETE FROM sessions
    WHERE ctid = ANY (ARRAY(
        SELECT known.place
        FROM session_parts AS part, LATERAL (
            SELECT sessions.ctid AS place
            FROM sessions
            WHERE sessions.project_id = part.project_id AND sessions.session_id = part.session_id
                AND sessions.first_event_at = part.first_at
            LIMIT 1
        ) AS known
        WHERE part.bucket IS NULL AND part.first_at > part.began_at
    ))
    RETURNING *
), absorbed AS (
    SELECT
        taken.project_id, taken.session_id, began_at,
        (array_agg(user_id ORDER BY user_at, user_id) FILTER (WHERE user_id IS NOT NULL))[1] AS user_id,
        min(user_at) AS user_at, max(last_event_at) AS done_at, max(closed_at) AS closed_at,
        sum(events)::bigint AS events, sum(views)::bigint AS views, sum(plays)::bigint AS plays,
        sum(completions)::bigint AS completions, sum(watch_ms)::bigint AS watch_ms,
        {definitions: sum(#_views)::bigint AS #_views}, {sessiontallies: sum(#)::bigint AS #}
    FROM taken JOIN session_parts AS part
        ON part.project_id = taken.project_id AND part.session_id = taken.session_id
            AND part.first_at = taken.first_event_at AND part.bucket IS NULL
    GROUP BY taken.project_id, taken.session_id, began_at
), new AS (
    INSERT INTO sessions AS t (
        project_id, session_id, first_event_at, user_id, user_at, last_event_at, closed_at, revision,
        events, views, plays, completions, watch_ms, {definitions: #_views}, {sessiontallies: #})
    SELECT
        project_id, session_id, began_at,
        CASE WHEN is_earlier(incoming.user_at, incoming.user_id, absorbed.user_at, absorbed.user_id)
            THEN incoming.user_id ELSE absorbed.user_id END,
        least(incoming.user_at, absorbed.user_at),
        greatest(incoming.done_at, played_at, absorbed.done_at),
        greatest(incoming.closed_at, absorbed.closed_at),
        (SELECT revision FROM run_revisions WHERE run_revisions.project_id = incoming.project_id),
        coalesce(incoming.events, 0) + coalesce(absorbed.events, 0),
        coalesce(incoming.views, 0) + coalesce(absorbed.views, 0),
        coalesce(incoming.plays, 0) + coalesce(absorbed.plays, 0),
        coalesce(incoming.completions, 0) + coalesce(absorbed.completions, 0),
        coalesce(incoming.watch_ms, 0) + coalesce(absorbed.watch_ms, 0),
        {definitions: coalesce(incoming.#_views, 0) + coalesce(absorbed.#_views, 0)},
        {sessiontallies: coalesce(incoming.#, 0) + coalesce(absorbed.#, 0)}
    FROM incoming LEFT JOIN absorbed USING (project_id, session_id, began_at)
    ORDER BY project_id, session_id, began_at
    ON CONFLICT (project_id, session_id, first_event_at) DO UPDATE SET
        user_id = CASE WHEN is_earlier(excluded.user_at, excluded.user_id, t.user_at, t.user_id)
            THEN excluded.user_id ELSE t.user_id END,
        user_at = least(t.user_at, excluded.user_at),
        last_event_at = greatest(t.last_event_at, excluded.last_event_at),
        closed_at = greatest(t.closed_at, excluded.closed_at),
        revision = excluded.revision,
        events = t.events + excluded.events,
        views = t.views + excluded.views,
        plays = t.plays + excluded.plays,
        completions = t.completions + excluded.completions,
        watch_ms = t.watch_ms + excluded.watch_ms,
        {definitions: #_views = t.#_views + excluded.#_views},
        {sessiontallies: # = t.# + excluded.#}
    RETURNING project_id, session_id
)
INSERT INTO touched_subjects SELECT DISTINCT project_id, 'session', session_id FROM new
