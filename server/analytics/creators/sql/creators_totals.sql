-- A page of the creators that :search finds (null: all), with their counters over all time, by one definition of a
-- view. Those with the most of :by come first, ties by id. The page comes after the creator :after_id with the sort value
-- :after_worth (null: the first page).
SELECT page.*, counted.*
FROM (
    SELECT found.creator_id, found.name, found.picture, measured.sort_value
    FROM (
        {include: found_creators}
    ) AS found
    CROSS JOIN LATERAL (
        SELECT coalesce(sum({include: sorted_counter}), 0)::double precision AS sort_value
        FROM creator_totals
        WHERE project_id = :project AND creator_id = found.creator_id AND traffic = ANY (:classes::smallint[])
    ) AS measured
    WHERE :after_worth::double precision IS NULL OR sort_value {less} :after_worth
        OR sort_value = :after_worth AND creator_id {more} :after_id::text
    ORDER BY sort_value {desc}, creator_id {asc}
    LIMIT :limit
) AS page
CROSS JOIN LATERAL (
    SELECT {metrics: coalesce(sum(@), 0)::bigint AS #}
    FROM creator_totals
    WHERE project_id = :project AND creator_id = page.creator_id AND traffic = ANY (:classes)
) AS counted
ORDER BY page.sort_value {desc}, page.creator_id {asc}
