-- A page of the catalogue, latest publication first, contents without a date as of 1970: after the content :after_id, published at
-- :after_time (null: the first page). The time before 1970 ascends as the date descends, so that an index has the order of both.
SELECT
    catalogue.content_id, {include: catalogue_entry},
    coalesce(catalogue.published_at, '1970-01-01 00:00:00+00'::timestamptz) AS sort_value
FROM {catalogue} AS catalogue
LEFT JOIN content_states AS states
    ON states.project_id = catalogue.project_id AND states.content_id = catalogue.content_id
WHERE catalogue.project_id = :project
    AND (
        :after_time::timestamptz IS NULL
        OR (
            coalesce('1970-01-01 00:00:00+00'::timestamptz - catalogue.published_at, '0'::interval), catalogue.content_id
        ) {more} ('1970-01-01 00:00:00+00'::timestamptz - :after_time, :after_id::text)
    )
    AND {include: wanted_contents}
ORDER BY
    coalesce('1970-01-01 00:00:00+00'::timestamptz - catalogue.published_at, '0'::interval) {asc},
    catalogue.content_id {asc}
LIMIT :limit
