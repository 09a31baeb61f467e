-- A page of the catalogue by title, in upper or lower case, contents without a title first: after the content :after_id with the
-- title :after_title (null: the first page).
SELECT
    catalogue.content_id, {include: catalogue_entry},
    coalesce(left(lower(catalogue.title), 256), '') AS sort_value
FROM {catalogue} AS catalogue
LEFT JOIN content_states AS states
    ON states.project_id = catalogue.project_id AND states.content_id = catalogue.content_id
WHERE catalogue.project_id = :project
    AND (
        :after_title::text IS NULL
        OR (coalesce(left(lower(catalogue.title), 256), ''), catalogue.content_id) {more} (:after_title, :after_id::text)
    )
    AND {include: wanted_contents}
ORDER BY sort_value {asc}, catalogue.content_id {asc}
LIMIT :limit
