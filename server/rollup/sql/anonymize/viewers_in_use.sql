-- Those of :viewers whom raw events name, or whose declared profile is not taken up yet.
SELECT viewer_id
FROM unnest(:viewers::text[]) AS asked (viewer_id)
WHERE EXISTS (SELECT 1 FROM raw_events WHERE project_id = :project AND user_id = viewer_user(asked.viewer_id))
    OR EXISTS (
        SELECT 1 FROM raw_events
        WHERE project_id = :project AND coalesce(session_uuid::text, session_name) = viewer_session(asked.viewer_id)
    )
    OR EXISTS (
        SELECT 1 FROM changed_profiles AS changed
        WHERE project_id = :project AND changed.viewer_id IN (asked.viewer_id, 'b' || asked.viewer_id)
    )
