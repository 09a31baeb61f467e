-- Whether contents AS catalogue, with content_states AS states, is one of those that :search finds (null: all), of one of the
-- :types (null: all) and of the creator :creator (null: any).
(
        :search::text IS NULL OR catalogue.content_id = :search
        OR position(lower(normalize(:search, NFC)) IN lower(catalogue.title)) > 0
    )
    AND (:types::text[] IS NULL OR catalogue.type = ANY (:types))
    AND (:creator::text IS NULL OR coalesce(catalogue.creator_id, nullif(states.owner_id, '')) = :creator)
