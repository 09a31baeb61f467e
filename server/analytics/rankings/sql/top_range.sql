-- Contents with enough views in a range of quarter-hours, best first, by any measure (:by); by one definition of a view. The
-- sort value of what depends on viewers, unique_viewers and quality, is an upper bound: as if all repeated views of all time were
-- in the range, for the quality; as if each view were another viewer's, for the viewers. Read backwards, it is a lower bound: as if
-- the opposite were true. Whole days from :first_day to :end_day, and quarter-hours before :head_end and from :tail_start on. The
-- page is next to the content :after_id with the sort value :after_worth (null: the first). :limit null: all.
SELECT content_id, sort_value, {listed: #}
FROM (
    SELECT
        bounded.*,
        {include: sort_value} AS sort_value
    FROM (
        SELECT
            summed.*,
            CASE WHEN 0 {less} 1 THEN coalesce(ever.rewatches, views) ELSE 0 END AS rewatches,
            CASE
                WHEN (:by = 'quality') = (0 {less} 1) THEN greatest(views - coalesce(ever.repeated, views), 1)
                ELSE least(views, ever.unique_viewers)
            END AS unique_viewers
        FROM (
            SELECT content_id, {listed: sum(#)::bigint AS #}
            FROM ({include: listed_in_range}) AS counted
            GROUP BY content_id
            HAVING sum(views) >= :least_views::bigint
        ) AS summed
        LEFT JOIN (  -- repeated: views of all time that are no viewer's first; at most as many are in the range
            SELECT
                content_id, sum({prefix}unique_viewers)::bigint AS unique_viewers,
                sum({prefix}rewatches)::bigint AS rewatches, sum({prefix}views - {prefix}unique_viewers)::bigint AS repeated
            FROM content_totals
            WHERE :by IN ('quality', 'unique_viewers') AND project_id = :project AND traffic = ANY (:classes)
            GROUP BY content_id
        ) AS ever USING (content_id)
    ) AS bounded
) AS ranked
WHERE :after_worth::double precision IS NULL OR sort_value {less} :after_worth
    OR sort_value = :after_worth AND content_id {more} :after_id::text
ORDER BY sort_value {desc}, content_id {asc}
LIMIT :limit
