-- Contents that belong to someone else. The catalogue knows the owner, else the events do.
-- Parameters: project, content ids, creator, and whether contents that the catalogue gives to nobody may be claimed.
SELECT input.content_id
FROM unnest($2::text[]) AS input (content_id)
LEFT JOIN contents ON contents.project_id = $1 AND contents.content_id = input.content_id
LEFT JOIN content_states ON content_states.project_id = $1 AND content_states.content_id = input.content_id
WHERE CASE WHEN $4 THEN coalesce(contents.creator_id, content_states.owner_id) <> $3
    ELSE contents.creator_id IS DISTINCT FROM $3 END
