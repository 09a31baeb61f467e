-- The signed-in viewers of the claimed events, those that a play was taken from, and those whose class, age group or gender is
-- another.
INSERT INTO touched_subjects
SELECT project_id, 'viewer', user_id FROM claimed_events WHERE user_id IS NOT NULL
UNION
SELECT project_id, 'viewer', viewer_user(viewer_id)
FROM (
    SELECT project_id, viewer_id FROM play_changes WHERE sign = -1 AND NOT reclassified
    UNION ALL
    SELECT project_id, viewer_id FROM reclassified_viewers
    UNION ALL
    SELECT project_id, viewer_id FROM claimed_profiles
    UNION ALL
    SELECT project_id, viewer_id FROM profile_changes
) AS changed
WHERE viewer_user(viewer_id) IS NOT NULL
