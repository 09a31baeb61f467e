-- Those of :viewers whom an event of a batch after :batch names, or whose declared profile is not taken up yet.
SELECT DISTINCT viewer_id
FROM (
    SELECT 'u:' || user_id AS viewer_id FROM raw_events
    WHERE project_id = :project AND batch_id > :batch AND user_id IS NOT NULL
    UNION ALL
    SELECT 's:' || coalesce(session_uuid::text, session_name) FROM raw_events
    WHERE project_id = :project AND batch_id > :batch
    UNION ALL
    SELECT person_of(viewer_id) FROM changed_profiles WHERE project_id = :project
) AS came
WHERE viewer_id = ANY (:viewers::text[])
