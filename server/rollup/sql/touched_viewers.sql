-- The signed-in viewers of the slice, those that a play was taken from, and those whose class, age group or gender is
-- another.
INSERT INTO touched
SELECT project_id, 'viewer', user_id FROM slice WHERE user_id IS NOT NULL
UNION
SELECT project_id, 'viewer', viewer_id
FROM play_changes
WHERE sign = -1 AND viewer_id IS NOT NULL AND viewer_id IS DISTINCT FROM session_id AND NOT moved
UNION
SELECT project_id, 'viewer', viewer_id FROM reclassified
UNION
SELECT project_id, 'viewer', viewer_id FROM claimed_profiles
UNION
SELECT project_id, 'viewer', viewer_id FROM described
