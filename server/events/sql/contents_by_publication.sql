-- A page of the catalogue, latest publication first, contents without a date last: after the content :after_id, published at
-- :after_time.
SELECT
    catalogue.content_id, {include: catalogue_entry},
    coalesce(catalogue.published_at, '1970-01-01 00:00:00+00'::timestamptz) AS sort_value
FROM contents AS catalogue
LEFT JOIN content_states AS states
    ON states.project_id = catalogue.project_id AND states.content_id = catalogue.content_id
WHERE catalogue.project_id = :project
    AND coalesce(catalogue.published_at, '1970-01-01 00:00:00+00'::timestamptz)
        {less}= coalesce(:after_time::timestamptz, '{infinity}')
    AND (
        coalesce(catalogue.published_at, '1970-01-01 00:00:00+00'::timestamptz)
            {less} coalesce(:after_time::timestamptz, '{infinity}')
        OR catalogue.content_id {more} :after_id::text
    )
    AND {include: wanted_contents}
ORDER BY sort_value {desc}, catalogue.content_id {asc}
LIMIT :limit
