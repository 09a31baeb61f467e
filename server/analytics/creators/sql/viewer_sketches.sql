-- Sketches of the quarter-hours of a range, by one definition of a view; creator '' is the whole platform.
SELECT bucket, sketch
FROM viewer_sketches
WHERE project_id = :project AND creator_id = :creator AND bucket >= :start AND bucket < :end
    AND traffic = ANY (:classes::smallint[]) AND definition = :definition
