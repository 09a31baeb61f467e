-- What lists show of some contents, in their order, in a range of quarter-hours, by one definition of a view: whole days from
-- :first_day to :end_day, and quarter-hours before :head_end and from :tail_start on.
SELECT measured.*
FROM unnest(:contents::text[]) WITH ORDINALITY AS asked (content_id, place)
CROSS JOIN LATERAL (
    SELECT {listed: coalesce(sum(#), 0)::bigint AS #}
    FROM ({include: listed_in_range}) AS counted
    WHERE counted.content_id = asked.content_id
) AS measured
ORDER BY asked.place
