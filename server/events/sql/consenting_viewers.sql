-- Those of :viewers whose last entry agrees to analytics.
SELECT viewer_id
FROM (
    SELECT DISTINCT ON (viewer_id) viewer_id, purposes
    FROM consent_entries
    WHERE project_id = :project AND viewer_id = ANY (:viewers::text[])
    ORDER BY viewer_id, number DESC
) AS agreed
WHERE 'analytics' = ANY (purposes)
