-- Distinct viewers of asked.content_id in a range of quarter-hours, and their views beyond the first of each. Views flagged as
-- rewatches are those of start@1. Unless :with_viewers, it costs nothing.
    SELECT
        count(*) FILTER (WHERE views > 0) AS unique_viewers,
        coalesce(sum(greatest(views - 1, flagged, 0)), 0)::bigint AS rewatches
    FROM (
        SELECT sum({prefix}views) AS views, CASE WHEN '{prefix}' = '' THEN sum(rewatch_views) END AS flagged
        FROM content_viewer_buckets
        WHERE :with_viewers::boolean AND project_id = :project AND content_id = asked.content_id
            AND bucket >= :start AND bucket < :end AND traffic = ANY (:classes)
        GROUP BY viewer_id
    ) AS by_viewer
