-- As creator_page, in a range of quarter-hours: whole days from :first_day to :end_day, and quarter-hours before :head_end and
-- from :tail_start on. The sort value of what depends on viewers, unique_viewers and quality, is a bound, as in top_range.
-- :limit null: all.
SELECT content_id, sort_value
FROM (
    SELECT
        content_id,
        CASE WHEN :by::text = 'recent' THEN published ELSE {include: sort_value} END AS sort_value
    FROM (
        SELECT
            owned.content_id, measured.*,
            coalesce(
                extract(epoch FROM coalesce(catalogue.published_at, states.first_event_at)) * 1000000, 0
            )::double precision AS published,
            CASE WHEN 0 {less} 1 THEN coalesce(ever.rewatches, measured.views) ELSE 0 END AS rewatches,
            CASE
                WHEN (:by = 'quality') = (0 {less} 1)
                    THEN greatest(measured.views - coalesce(ever.repeated, measured.views), least(measured.views, 1))
                ELSE least(measured.views, ever.unique_viewers)
            END AS unique_viewers
        FROM ({include: contents_of}) AS owned
        LEFT JOIN contents AS catalogue ON catalogue.project_id = :project AND catalogue.content_id = owned.content_id
        LEFT JOIN content_states AS states ON states.project_id = :project AND states.content_id = owned.content_id
        CROSS JOIN LATERAL (
            SELECT {listed: coalesce(sum(#), 0)::bigint AS #}
            FROM ({include: listed_in_range}) AS counted
            WHERE :by <> 'recent' AND counted.content_id = owned.content_id
        ) AS measured
        CROSS JOIN LATERAL (
            SELECT
                sum({prefix}unique_viewers)::bigint AS unique_viewers, sum({prefix}rewatches)::bigint AS rewatches,
                sum({prefix}views - {prefix}unique_viewers)::bigint AS repeated
            FROM content_totals
            WHERE :by IN ('quality', 'unique_viewers')
                AND project_id = :project AND content_id = owned.content_id AND traffic = ANY (:classes)
        ) AS ever
        WHERE {include: content_filter}
    ) AS found
) AS sorted
WHERE :after_worth::double precision IS NULL OR sort_value {less} :after_worth
    OR sort_value = :after_worth AND content_id {more} :after_id::text
ORDER BY sort_value {desc}, content_id {asc}
LIMIT :limit
