-- The signed-in viewers of the slice, and those whose class, age group or gender is another.
INSERT INTO touched
SELECT project_id, 'viewer', user_id FROM slice WHERE user_id IS NOT NULL
UNION
SELECT project_id, 'viewer', viewer_id FROM reclassified
UNION
SELECT project_id, 'viewer', viewer_id FROM claimed_profiles
UNION
SELECT project_id, 'viewer', viewer_id FROM described
