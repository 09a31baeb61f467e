-- Sketches of the quarter-hours of a range; creator '' is the whole platform.
SELECT bucket, {sketch} AS sketch
FROM viewer_sketches
WHERE project_id = :project AND creator_id = :creator AND bucket >= :start AND bucket < :end
    AND traffic = ANY (:classes::smallint[]) AND {sketch} IS NOT NULL
