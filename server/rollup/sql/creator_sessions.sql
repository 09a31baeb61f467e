-- Sessions within one creator's contents, and their number and duration in the quarter-hour of their first event.
WITH days AS (
    SELECT
        project_id, creator_id, session_id, bit_or(traffic) AS traffic,
        min(occurred_at) AS first_event_at, max(occurred_at) AS last_event_at,
        max(max(occurred_at)) OVER (PARTITION BY project_id, creator_id, session_id) AS ends_at
    FROM slice
    WHERE creator_id IS NOT NULL AND session_id IS NOT NULL
    GROUP BY project_id, creator_id, session_id, date_bin('1 day', occurred_at, '1970-01-01 00:00:00+00')
), incoming AS MATERIALIZED (
    SELECT
        project_id, creator_id, session_id, bit_or(traffic) AS traffic,
        min(within_days(1, first_event_at, ends_at)) AS first_event_at,
        min(within_days(0, first_event_at, ends_at)) AS day_first_at, max(last_event_at) AS last_event_at
    FROM days
    GROUP BY project_id, creator_id, session_id
), old AS MATERIALIZED (
    SELECT before.*
    FROM incoming, LATERAL (
        SELECT project_id, creator_id, session_id, traffic, first_event_at, day_first_at, last_event_at
        FROM creator_sessions AS known
        WHERE known.project_id = incoming.project_id AND known.creator_id = incoming.creator_id
            AND known.session_id = incoming.session_id
        LIMIT 1
    ) AS before
), added AS (  -- known to be new: a plain insert costs a third less than one that looks for conflicts
    INSERT INTO creator_sessions (
        project_id, creator_id, session_id, traffic, first_event_at, day_first_at, last_event_at)
    SELECT * FROM incoming
    WHERE NOT EXISTS (
        SELECT FROM old
        WHERE old.project_id = incoming.project_id AND old.creator_id = incoming.creator_id
            AND old.session_id = incoming.session_id
    )
    ORDER BY project_id, creator_id, session_id
    RETURNING project_id, creator_id, session_id, traffic, first_event_at, day_first_at, last_event_at
), changed AS (
    INSERT INTO creator_sessions AS t (
        project_id, creator_id, session_id, traffic, first_event_at, day_first_at, last_event_at)
    SELECT incoming.* FROM incoming JOIN old USING (project_id, creator_id, session_id)
    ORDER BY project_id, creator_id, session_id
    ON CONFLICT (project_id, creator_id, session_id) DO UPDATE SET
        traffic = t.traffic | excluded.traffic,
        first_event_at = least(
            within_days(1, t.first_event_at, greatest(t.last_event_at, excluded.last_event_at)),
            within_days(1, t.day_first_at, greatest(t.last_event_at, excluded.last_event_at)),
            within_days(1, excluded.first_event_at, greatest(t.last_event_at, excluded.last_event_at)),
            within_days(1, excluded.day_first_at, greatest(t.last_event_at, excluded.last_event_at))
        ),
        day_first_at = least(
            within_days(0, t.day_first_at, greatest(t.last_event_at, excluded.last_event_at)),
            within_days(0, excluded.day_first_at, greatest(t.last_event_at, excluded.last_event_at))
        ),
        last_event_at = greatest(t.last_event_at, excluded.last_event_at)
    RETURNING project_id, creator_id, session_id, traffic, first_event_at, day_first_at, last_event_at
)
INSERT INTO deltas (project_id, creator_id, bucket, traffic, sessions, session_ms)
SELECT
    project_id, creator_id, date_bin('15 minutes', first_event_at, '1970-01-01 00:00:00+00'), traffic, sum(sign),
    sum(sign * (extract(epoch FROM last_event_at - first_event_at) * 1000)::bigint)
FROM (SELECT -1 AS sign, * FROM old UNION ALL SELECT 1, * FROM added UNION ALL SELECT 1, * FROM changed) AS moved
GROUP BY 1, 2, 3, 4
