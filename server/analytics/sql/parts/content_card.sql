-- What lists show of a content besides its numbers: from contents AS catalogue and content_states AS states.
catalogue.type, catalogue.title, catalogue.caption, catalogue.thumbnail, catalogue.published_at, catalogue.duration_ms,
    coalesce(catalogue.creator_id, nullif(states.owner_id, '')) AS creator_id
