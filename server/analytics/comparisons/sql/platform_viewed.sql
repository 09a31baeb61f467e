-- Number of contents that people have viewed, by one definition of a view: contents with a score, except those whose score is
-- stale; of the latter, those with a view now.
SELECT (
    SELECT count(*)
    FROM content_scores AS scores
    WHERE project_id = :project AND definition = :definition
        AND NOT EXISTS (
            SELECT 1 FROM stale_scores AS stale
            WHERE stale.project_id = :project AND stale.content_id = scores.content_id
        )
) + (
    SELECT count(*)
    FROM stale_scores AS stale, LATERAL (
        SELECT {prefix}views AS views FROM content_totals AS totals
        WHERE totals.project_id = :project AND totals.content_id = stale.content_id AND traffic = 0
        LIMIT 1
    ) AS now
    WHERE stale.project_id = :project AND now.views > 0
)
