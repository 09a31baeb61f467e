-- What is shown of a content, from contents AS catalogue and content_states AS states, without its id.
catalogue.type, coalesce(catalogue.creator_id, nullif(states.owner_id, '')) AS creator_id, catalogue.title,
    catalogue.caption, catalogue.thumbnail, catalogue.duration_ms, catalogue.published_at, catalogue.updated_at
