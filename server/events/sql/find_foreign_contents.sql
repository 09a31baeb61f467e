-- Contents that a creator may not declare. If the catalogue names an owner, it decides; else, if contents may be claimed
-- (:may_claim), only the creator named in the content's first event to arrive may declare it, whether that event is counted
-- already or not. If the first event names no creator, or the first events of one request name several, events do not decide.
WITH input AS (
    SELECT content_id FROM unnest(:contents::text[]) AS input (content_id)
), arrivals AS (
    SELECT content_id, arrived_at, owner_at, owner_id FROM input JOIN content_states USING (content_id)
    WHERE content_states.project_id = :project
    UNION ALL
    SELECT content_id, received_at, CASE WHEN events.creator_id IS NOT NULL THEN received_at END, events.creator_id
    FROM ingest_batches JOIN events USING (project_id, batch_id) JOIN input USING (content_id)
    WHERE project_id = :project
), firsts AS (
    SELECT content_id, only_one(min(owner_id), max(owner_id)) AS creator_id
    FROM (SELECT *, min(arrived_at) OVER (PARTITION BY content_id) AS first_at FROM arrivals) AS ordered
    WHERE owner_at = first_at
    GROUP BY content_id
)
SELECT input.content_id
FROM input
LEFT JOIN contents ON contents.project_id = :project AND contents.content_id = input.content_id
LEFT JOIN firsts ON firsts.content_id = input.content_id
WHERE CASE WHEN :may_claim THEN coalesce(contents.creator_id, nullif(firsts.creator_id, '')) <> :creator
    ELSE contents.creator_id IS DISTINCT FROM :creator END
