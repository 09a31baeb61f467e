-- A page of a creator's contents: their ids and sort values (:by is recent, views, engagement or quality), over all time, by
-- one definition of a view. "recent" is the publication time in microseconds since 1970, else the time of the first event. The
-- page comes after the content :after_id with the sort value :after_worth (null: the first page).
SELECT content_id, sort_value
FROM (
    SELECT
        owned.content_id,
        CASE :by::text
            WHEN 'recent' THEN
                coalesce(extract(epoch FROM coalesce(catalogue.published_at, states.first_event_at)) * 1000000, 0)
            WHEN 'views' THEN measured.views
            WHEN 'engagement' THEN engagement_score(measured.views, measured.completed_full, measured.saves,
                measured.shares, measured.clicks, measured.skips)
            WHEN 'quality' THEN quality_score(measured.views, measured.completed_full, measured.likes,
                measured.comments, measured.shares, measured.rewatches, measured.unique_viewers)
        END::double precision AS sort_value
    FROM ({include: contents_of}) AS owned
    LEFT JOIN contents AS catalogue ON catalogue.project_id = :project AND catalogue.content_id = owned.content_id
    LEFT JOIN content_states AS states ON states.project_id = :project AND states.content_id = owned.content_id
    CROSS JOIN LATERAL (
        SELECT
            coalesce(sum({prefix}views), 0)::bigint AS views, coalesce(sum(completed_full), 0)::bigint AS completed_full,
            coalesce(sum(saves), 0)::bigint AS saves, coalesce(sum(shares), 0)::bigint AS shares,
            coalesce(sum(clicks), 0)::bigint AS clicks, coalesce(sum(skips), 0)::bigint AS skips,
            coalesce(sum(likes), 0)::bigint AS likes, coalesce(sum(comments), 0)::bigint AS comments,
            coalesce(sum({prefix}rewatches), 0)::bigint AS rewatches,
            coalesce(sum({prefix}unique_viewers), 0)::bigint AS unique_viewers
        FROM content_totals
        WHERE :by <> 'recent'
            AND project_id = :project AND content_id = owned.content_id AND traffic = ANY (:classes::smallint[])
    ) AS measured
) AS sorted
WHERE :after_worth::double precision IS NULL OR sort_value {less} :after_worth
    OR sort_value = :after_worth AND content_id {more} :after_id::text
ORDER BY sort_value {desc}, content_id {asc}
LIMIT :limit
