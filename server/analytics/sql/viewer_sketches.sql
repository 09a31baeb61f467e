-- The sketches of the quarter-hours of a range; creator '' is the whole platform.
-- $1 project, $2 creator, $3 from, $4 until
SELECT sketch
FROM viewer_sketches
WHERE project_id = $1 AND creator_id = $2 AND bucket >= $3 AND bucket < $4
