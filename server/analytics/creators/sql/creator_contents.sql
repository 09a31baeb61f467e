-- Number of a creator's contents of some types (:types) with a text (:search); null: any.
SELECT count(*)
FROM ({include: contents_of}) AS owned
LEFT JOIN contents AS catalogue ON catalogue.project_id = :project AND catalogue.content_id = owned.content_id
WHERE {include: content_filter}
