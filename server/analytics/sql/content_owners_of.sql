-- The owners of some contents, in their order; each as content_owner finds it.
SELECT coalesce(contents.creator_id, states.owner_id) AS owner
FROM unnest(:contents::text[]) WITH ORDINALITY AS asked (content_id, place)
LEFT JOIN contents ON contents.project_id = :project AND contents.content_id = asked.content_id
LEFT JOIN content_states AS states ON states.project_id = :project AND states.content_id = asked.content_id
ORDER BY asked.place
