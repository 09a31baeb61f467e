-- Best contents of all time for any classes of traffic, by any measure (:by); by one definition of a view. It adds up every
-- content: content_scores has some measures only, and those of people's traffic. The classes of a content share no viewer, so
-- its unique viewers add up too. The page is next to the content :after_id with the sort value :after_worth (null: the first).
SELECT content_id, sort_value
FROM (
    SELECT
        content_id,
        {include: sort_value} AS sort_value
    FROM (
        SELECT
            content_id, {listed: sum(@)::bigint AS #}, sum({prefix}rewatches)::bigint AS rewatches,
            sum({prefix}unique_viewers)::bigint AS unique_viewers
        FROM content_totals
        WHERE project_id = :project AND traffic = ANY (:classes::smallint[])
        GROUP BY content_id
        HAVING sum({prefix}views) >= :least_views::bigint
    ) AS summed
) AS ranked
WHERE :after_worth::double precision IS NULL OR sort_value {less} :after_worth
    OR sort_value = :after_worth AND content_id {more} :after_id::text
ORDER BY sort_value {desc}, content_id {asc}
LIMIT :limit
