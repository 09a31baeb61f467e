-- What a viewer made of contents: the latest word about each, as likes and as saves.
SELECT content_id, state, holds, occurred_at FROM states WHERE viewer_id = $viewer_id
ORDER BY occurred_at DESC, content_id
