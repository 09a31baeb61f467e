-- Every viewer of whom anything is held, by its key, without the mark of suspicious events.
SELECT DISTINCT person_of(viewer_id) AS viewer_id
FROM (
    SELECT viewer_id FROM events WHERE project_id = :project
    UNION
    SELECT viewer_id FROM viewers WHERE project_id = :project
    UNION
    SELECT viewer_id FROM viewer_profiles WHERE project_id = :project
    UNION
    SELECT viewer_id FROM consent_entries WHERE project_id = :project
    UNION
    SELECT viewer_id FROM plays WHERE project_id = :project
    UNION
    SELECT viewer_id FROM content_viewers WHERE project_id = :project
    UNION
    SELECT viewer_id FROM content_viewer_buckets WHERE project_id = :project
    UNION
    SELECT viewer_id FROM stream_signs WHERE project_id = :project
    UNION
    SELECT viewer_id FROM sales WHERE project_id = :project
    UNION
    SELECT coalesce('u:' || user_id, 's:' || session_id) FROM sessions WHERE project_id = :project
) AS found
WHERE viewer_id IS NOT NULL
