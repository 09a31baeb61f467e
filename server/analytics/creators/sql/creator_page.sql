-- A page of a creator's contents of some types (:types) with a text (:search; null: any): their ids and sort values over all
-- time, by one definition of a view. :by is a measure, or recent: the publication time in microseconds since 1970, else the
-- time of the first event. The page is next to the content :after_id with the sort value :after_worth (null: the first).
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
            )::double precision AS published
        FROM ({include: contents_of}) AS owned
        LEFT JOIN contents AS catalogue ON catalogue.project_id = :project AND catalogue.content_id = owned.content_id
        LEFT JOIN content_states AS states ON states.project_id = :project AND states.content_id = owned.content_id
        CROSS JOIN LATERAL (
            SELECT
                {listed: coalesce(sum(@), 0)::bigint AS #},
                coalesce(sum({prefix}rewatches), 0)::bigint AS rewatches,
                coalesce(sum({prefix}unique_viewers), 0)::bigint AS unique_viewers
            FROM content_totals
            WHERE :by <> 'recent'
                AND project_id = :project AND content_id = owned.content_id AND traffic = ANY (:classes::smallint[])
        ) AS measured
        WHERE {include: content_filter}
    ) AS found
) AS sorted
WHERE :after_worth::double precision IS NULL OR sort_value {less} :after_worth
    OR sort_value = :after_worth AND content_id {more} :after_id::text
ORDER BY sort_value {desc}, content_id {asc}
LIMIT :limit
