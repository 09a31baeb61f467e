-- Sketches of the quarter-hours of a range, for some classes of traffic, by one definition of a view; creator '' is the whole
-- platform.
-- $1 project, $2 creator, $3 from, $4 until, $5 traffic, $6 definition
SELECT bucket, sketch
FROM viewer_sketches
WHERE project_id = $1 AND creator_id = $2 AND bucket >= $3 AND bucket < $4
    AND traffic = ANY ($5::smallint[]) AND definition = $6
