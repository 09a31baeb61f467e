-- The sketches of all time, one per class of traffic, by one definition of a view; creator '' is the whole platform.
SELECT viewers, sketch
FROM viewer_sketches
WHERE project_id = :project AND creator_id = :creator AND bucket = '-infinity'
    AND traffic = ANY (:classes::smallint[]) AND definition = :definition
