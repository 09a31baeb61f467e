-- Users and guests, by their keys, of whom the last that is known happened before :before, at most :limit of them; without those
-- that are anonymized already, and without the guests of sessions whose user has come later.
WITH seen AS (
    SELECT person_of(viewer_id) AS viewer_id, greatest(first_view_at, last_view_at, liked_at, saved_at) AS seen_at
    FROM content_viewers WHERE project_id = :project
    UNION ALL
    SELECT person_of(viewer_id), bucket FROM content_viewer_buckets WHERE project_id = :project
    UNION ALL
    SELECT person_of(viewer_id), greatest(origin_at, started_at) FROM plays
    WHERE project_id = :project AND viewer_id IS NOT NULL
    UNION ALL
    SELECT 's:' || session_id, greatest(origin_at, started_at) FROM plays
    WHERE project_id = :project AND session_id IS NOT NULL
    UNION ALL
    SELECT person_of(viewer_id), signed_at FROM stream_signs WHERE project_id = :project
    UNION ALL
    SELECT person_of(viewer_id), bucket FROM sales WHERE project_id = :project AND viewer_id IS NOT NULL
    UNION ALL
    SELECT 'u:' || user_id, last_event_at FROM sessions WHERE project_id = :project AND user_id IS NOT NULL
    UNION ALL
    SELECT 's:' || session_id, last_event_at FROM sessions WHERE project_id = :project
    UNION ALL
    SELECT person_of(viewer_id), greatest(age_group_at, gender_at) FROM viewers
    WHERE project_id = :project AND (age_group_at IS NOT NULL OR gender_at IS NOT NULL)
), last_seen AS MATERIALIZED (
    SELECT viewer_id, coalesce(max(seen_at), '-infinity') AS seen_at FROM seen GROUP BY viewer_id
)
SELECT viewer_id
FROM last_seen
WHERE seen_at < :before::timestamptz AND viewer_id !~ '^[us]:anonymized-[0-9a-f-]{36}$'
    AND viewer_id NOT IN (
        SELECT 's:' || session_id
        FROM sessions JOIN last_seen AS owner ON owner.viewer_id = 'u:' || user_id
        WHERE project_id = :project AND seen_at >= :before
    )
LIMIT :limit
