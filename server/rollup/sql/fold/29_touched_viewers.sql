-- The signed-in viewers of the slice, those that lost a play, and those whose class, age group or gender changed.
INSERT INTO touched
SELECT project_id, 'viewer', user_id FROM slice WHERE user_id IS NOT NULL
UNION
SELECT project_id, 'viewer', viewer_user(viewer_id)
FROM (
    SELECT project_id, viewer_id FROM play_changes WHERE sign = -1 AND NOT moved
    UNION ALL
    SELECT project_id, viewer_id FROM reclassified
    UNION ALL
    SELECT project_id, viewer_id FROM claimed_profiles
    UNION ALL
    SELECT project_id, viewer_id FROM described
) AS changed
WHERE viewer_user(viewer_id) IS NOT NULL
