-- The longest duration that the remaining plays report, of each of :projects with each of :contents, where none reports the one so
-- far.
WITH asked AS MATERIALIZED (
    SELECT project_id, content_id
    FROM {schema}.content_durations AS known
        JOIN unnest(:projects::integer[], :contents::text[]) AS asked (project_id, content_id) USING (project_id, content_id)
    WHERE NOT EXISTS (
        SELECT 1 FROM {schema}.plays
        WHERE plays.project_id = known.project_id AND plays.content_id = known.content_id
            AND plays.duration_ms = known.duration_ms
    )
), longest AS MATERIALIZED (
    SELECT project_id, content_id, max(duration_ms) AS duration_ms
    FROM {schema}.plays JOIN asked USING (project_id, content_id)
    GROUP BY project_id, content_id
    HAVING max(duration_ms) IS NOT NULL
), gone AS (
    DELETE FROM {schema}.content_durations AS known
    USING asked
    WHERE known.project_id = asked.project_id AND known.content_id = asked.content_id
        AND NOT EXISTS (
            SELECT 1 FROM longest WHERE longest.project_id = asked.project_id AND longest.content_id = asked.content_id
        )
)
UPDATE {schema}.content_durations AS known SET duration_ms = longest.duration_ms
FROM longest
WHERE known.project_id = longest.project_id AND known.content_id = longest.content_id
