-- A creator's viewed contents by engagement score (server/analytics/rates.py, engagement_score), over all time.
-- $1 project, $2 creator, $3 how many
WITH owned AS (
    SELECT content_id FROM contents WHERE project_id = $1 AND creator_id = $2
    UNION
    SELECT totals.content_id
    FROM content_totals AS totals
    LEFT JOIN contents USING (project_id, content_id)
    WHERE totals.project_id = $1 AND totals.owner_id = $2 AND coalesce(contents.creator_id, $2) = $2
)
SELECT contents.title, contents.thumbnail, measured.*
FROM owned
JOIN content_totals AS measured ON measured.project_id = $1 AND measured.content_id = owned.content_id
LEFT JOIN contents ON contents.project_id = $1 AND contents.content_id = owned.content_id
WHERE measured.views > 0
ORDER BY least(100, greatest(0, (
    measured.completed_full * 40 + measured.saves * 30 + measured.shares * 20 + measured.clicks * 10
    - measured.skips * 20)::double precision / measured.views)) DESC, measured.views DESC, owned.content_id
LIMIT $3
