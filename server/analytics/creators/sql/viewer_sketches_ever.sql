-- The sketches of all time, one per class of traffic, by one definition of a view; creator '' is the whole platform.
-- $1 project, $2 creator, $3 traffic, $4 definition
SELECT viewers, sketch
FROM viewer_sketches
WHERE project_id = $1 AND creator_id = $2 AND bucket = '-infinity'
    AND traffic = ANY ($3::smallint[]) AND definition = $4
