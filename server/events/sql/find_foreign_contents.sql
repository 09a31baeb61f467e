-- Contents that a creator may not declare. If the catalogue names an owner, it decides; else only the creator named in the
-- content's first event to arrive may declare it, whether that event is counted already or not. If the first event names no
-- creator, or the first events of one request name several, events do not decide.
-- Parameters: project, content ids, creator, and whether contents without an owner in the catalogue may be claimed.
WITH input AS (
    SELECT content_id FROM unnest($2::text[]) AS input (content_id)
), arrivals AS (
    SELECT content_id, arrived_at, owner_at, owner_id FROM input JOIN content_states USING (content_id)
    WHERE content_states.project_id = $1
    UNION ALL
    SELECT content_id, received_at, CASE WHEN events.creator_id IS NOT NULL THEN received_at END, events.creator_id
    FROM ingest_batches JOIN events USING (project_id, batch_id) JOIN input USING (content_id)
    WHERE project_id = $1
), firsts AS (
    SELECT content_id, only_one(min(owner_id), max(owner_id)) AS creator_id
    FROM (SELECT *, min(arrived_at) OVER (PARTITION BY content_id) AS first_at FROM arrivals) AS ordered
    WHERE owner_at = first_at
    GROUP BY content_id
)
SELECT input.content_id
FROM input
LEFT JOIN contents ON contents.project_id = $1 AND contents.content_id = input.content_id
LEFT JOIN firsts ON firsts.content_id = input.content_id
WHERE CASE WHEN $4 THEN coalesce(contents.creator_id, nullif(firsts.creator_id, '')) <> $3
    ELSE contents.creator_id IS DISTINCT FROM $3 END
