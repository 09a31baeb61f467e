-- Users and guests, by their keys, of whom the last that is known happened before :before, at most :limit of them; without those
-- that are anonymized or erased already, those whom raw events name or whose declared profile is not taken up yet, and the guests
-- of sessions whose user has come later. Of a viewer who never came, the last that is known is the declaration of its profile.
WITH seen AS (
    SELECT
        person_of(viewer_id) AS viewer_id, greatest(first_view_at, last_view_at, liked_at, saved_at) AS seen_at,
        NULL::timestamptz AS declared_at
    FROM content_viewers WHERE project_id = :project
    UNION ALL
    SELECT person_of(viewer_id), bucket, NULL FROM content_viewer_buckets WHERE project_id = :project
    UNION ALL
    SELECT person_of(viewer_id), greatest(origin_at, started_at), NULL FROM plays
    WHERE project_id = :project AND viewer_id IS NOT NULL
    UNION ALL
    SELECT 's:' || session_id, greatest(origin_at, started_at), NULL FROM plays
    WHERE project_id = :project AND session_id IS NOT NULL
    UNION ALL
    SELECT person_of(viewer_id), signed_at, NULL FROM stream_signs WHERE project_id = :project
    UNION ALL
    SELECT person_of(viewer_id), bucket, NULL FROM sales WHERE project_id = :project AND viewer_id IS NOT NULL
    UNION ALL
    SELECT 'u:' || user_id, last_event_at, NULL FROM sessions WHERE project_id = :project AND user_id IS NOT NULL
    UNION ALL
    SELECT 's:' || session_id, last_event_at, NULL FROM sessions WHERE project_id = :project
    UNION ALL
    SELECT person_of(viewer_id), greatest(age_group_at, gender_at), NULL FROM viewers WHERE project_id = :project
    UNION ALL
    SELECT viewer_id, NULL, updated_at FROM viewer_profiles WHERE project_id = :project
), last_seen AS MATERIALIZED (
    SELECT viewer_id, coalesce(max(seen_at), max(declared_at), '-infinity') AS seen_at FROM seen GROUP BY viewer_id
)
SELECT viewer_id
FROM last_seen
WHERE seen_at < :before::timestamptz AND viewer_id !~ '^[us]:(anonymized|erased)-[0-9a-f-]{36}$'
    AND viewer_id NOT IN (
        SELECT 's:' || session_id
        FROM sessions JOIN last_seen AS owner ON owner.viewer_id = 'u:' || user_id
        WHERE project_id = :project AND seen_at >= :before
    )
    AND NOT EXISTS (SELECT 1 FROM raw_events WHERE project_id = :project AND user_id = viewer_user(last_seen.viewer_id))
    AND NOT EXISTS (
        SELECT 1 FROM raw_events
        WHERE project_id = :project
            AND coalesce(session_uuid::text, session_name) = viewer_session(last_seen.viewer_id)
    )
    AND NOT EXISTS (
        SELECT 1 FROM changed_profiles AS changed
        WHERE project_id = :project AND person_of(changed.viewer_id) = last_seen.viewer_id
    )
LIMIT :limit
