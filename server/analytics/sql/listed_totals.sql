-- Some contents over all time, in their order, by one definition of a view.
SELECT
    asked.content_id, {include: content_card},
    measured.*
FROM unnest(:contents::text[]) WITH ORDINALITY AS asked (content_id, place)
LEFT JOIN contents AS catalogue ON catalogue.project_id = :project AND catalogue.content_id = asked.content_id
LEFT JOIN content_states AS states ON states.project_id = :project AND states.content_id = asked.content_id
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum({prefix}unique_viewers), 0)::bigint AS unique_viewers,
        coalesce(sum({prefix}rewatches), 0)::bigint AS rewatches,
        {metrics: coalesce(sum(@), 0)::bigint AS #}
    FROM content_totals
    WHERE project_id = :project AND content_id = asked.content_id AND traffic = ANY (:classes::smallint[])
) AS measured
ORDER BY asked.place
