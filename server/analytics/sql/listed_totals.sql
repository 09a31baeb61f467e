-- The contents $2 over all time, in that order, by one definition of a view.
-- $1 project, $2 contents, $3 classes of traffic
SELECT
    asked.content_id, catalogue.type, catalogue.title, catalogue.caption, catalogue.thumbnail, catalogue.published_at,
    catalogue.duration_ms, coalesce(catalogue.creator_id, nullif(states.owner_id, '')) AS creator_id,
    measured.*
FROM unnest($2::text[]) WITH ORDINALITY AS asked (content_id, place)
LEFT JOIN contents AS catalogue ON catalogue.project_id = $1 AND catalogue.content_id = asked.content_id
LEFT JOIN content_states AS states ON states.project_id = $1 AND states.content_id = asked.content_id
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum({prefix}unique_viewers), 0)::bigint AS unique_viewers,
        coalesce(sum({prefix}rewatches), 0)::bigint AS rewatches,
        {metrics: coalesce(sum(@), 0)::bigint AS #}
    FROM content_totals
    WHERE project_id = $1 AND content_id = asked.content_id AND traffic = ANY ($3::smallint[])
) AS measured
ORDER BY asked.place
