-- Some contents in their order, with their distinct viewers in a range of quarter-hours, by one definition of a view. Viewers
-- that were not requested (:with_viewers) cost nothing.
SELECT
    asked.content_id, {include: content_card},
    viewers.unique_viewers, viewers.rewatches
FROM unnest(:contents::text[]) WITH ORDINALITY AS asked (content_id, place)
LEFT JOIN contents AS catalogue ON catalogue.project_id = :project AND catalogue.content_id = asked.content_id
LEFT JOIN content_states AS states ON states.project_id = :project AND states.content_id = asked.content_id
CROSS JOIN LATERAL (
{include: viewers_of_range}
) AS viewers
ORDER BY asked.place
