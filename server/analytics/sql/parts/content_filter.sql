-- Whether a content owned.content_id, in contents AS catalogue, is of some types (:types, null: any) and has a text in its title, or
-- as its id (:search, null: any).
(:types::text[] IS NULL OR catalogue.type = ANY (:types))
    AND (
        :search::text IS NULL OR owned.content_id = :search
        OR position(lower(normalize(:search, NFC)) IN lower(catalogue.title)) > 0
    )
