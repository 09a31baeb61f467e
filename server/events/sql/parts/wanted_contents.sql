-- Whether contents AS catalogue is one of those that :search finds (null: all), and of one of the :types (null: all).
(
        :search::text IS NULL OR catalogue.content_id = :search
        OR position(lower(normalize(:search, NFC)) IN lower(catalogue.title)) > 0
    )
    AND (:types::text[] IS NULL OR catalogue.type = ANY (:types))
