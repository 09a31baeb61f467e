-- The contents $2 in a range of quarter-hours, in that order, by one definition of a view. Viewers that were not requested
-- ($6) cost nothing.
-- $1 project, $2 contents, $3 classes of traffic, $4 from, $5 until, $6 viewers
SELECT
    asked.content_id, catalogue.type, catalogue.title, catalogue.caption, catalogue.thumbnail, catalogue.published_at,
    catalogue.duration_ms, coalesce(catalogue.creator_id, nullif(states.owner_id, '')) AS creator_id,
    viewers.unique_viewers, viewers.rewatches, measured.*
FROM unnest($2::text[]) WITH ORDINALITY AS asked (content_id, place)
LEFT JOIN contents AS catalogue ON catalogue.project_id = $1 AND catalogue.content_id = asked.content_id
LEFT JOIN content_states AS states ON states.project_id = $1 AND states.content_id = asked.content_id
CROSS JOIN LATERAL (
    SELECT {metrics: coalesce(sum(@), 0)::bigint AS #}
    FROM content_buckets
    WHERE project_id = $1 AND content_id = asked.content_id AND bucket >= $4::timestamptz AND bucket < $5::timestamptz
        AND traffic = ANY ($3::smallint[])
) AS measured
CROSS JOIN LATERAL (
    SELECT
        count(*) FILTER (WHERE views > 0) AS unique_viewers,
        coalesce(sum(greatest(views - 1, flagged, 0)), 0)::bigint AS rewatches
    FROM (
        -- views flagged as rewatches are those of start@1
        SELECT sum({prefix}views) AS views, CASE WHEN '{prefix}' = '' THEN sum(rewatch_views) END AS flagged
        FROM content_viewer_buckets
        WHERE $6::boolean AND project_id = $1 AND content_id = asked.content_id AND bucket >= $4 AND bucket < $5
            AND traffic = ANY ($3)
        GROUP BY viewer_id
    ) AS by_viewer
) AS viewers
ORDER BY asked.place
