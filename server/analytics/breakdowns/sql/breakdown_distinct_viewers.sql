-- Distinct viewers of some contents in a range (null: all time) by value of a dimension, from plays and events. slot: index of
-- the value in :values ('': unknown), from 1; null for all other values.
SELECT array_position(:values::text[], fact.value) AS slot, count(DISTINCT viewer_id) AS unique_viewers
FROM unnest(:contents::text[]) AS asked (content_id), LATERAL breakdown_facts(
    :project, content_id, coalesce(:start::timestamptz, '-infinity'), coalesce(:end::timestamptz, 'infinity'),
    ARRAY[:dimension::text], :zone::text
) AS fact
WHERE fact.{prefix}views > 0 AND fact.traffic = ANY (:classes::smallint[])
GROUP BY 1
