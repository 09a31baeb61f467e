-- Contents whose curve shows all of their plays, or should: those with plays of people or a curve, and without a mark. With
-- :content, only that one.
SELECT project_id, content_id
FROM (
    SELECT project_id, content_id FROM content_totals WHERE traffic = 0 AND plays > 0
    UNION
    SELECT project_id, content_id FROM retention_curves
) AS found
WHERE (:content::text IS NULL OR content_id = :content) AND NOT EXISTS (
    SELECT 1 FROM {schema}.stale_curves AS waiting
    WHERE waiting.project_id = found.project_id AND waiting.content_id = found.content_id
)
ORDER BY project_id, content_id
