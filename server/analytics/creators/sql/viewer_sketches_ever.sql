-- The sketches of all time, one per class of traffic, and those of quarter-hours that are not part of them yet; creator '' is the
-- whole platform.
SELECT {sketch} AS sketch
FROM viewer_sketches
WHERE project_id = :project AND creator_id = :creator AND bucket = '-infinity'
    AND traffic = ANY (:classes::smallint[]) AND {sketch} IS NOT NULL
UNION ALL
SELECT {sketch}
FROM viewer_sketches
WHERE project_id = :project AND creator_id = :creator AND NOT is_merged
    AND traffic = ANY (:classes) AND {sketch} IS NOT NULL
