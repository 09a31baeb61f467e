-- Computes the scores of up to :limit changed contents, of some projects (null: all), over all time, without bots and
-- self-views, by every definition of a view. The revision of projects with a changed score is raised. Returns for each project
-- the number of contents, and that revision; null: no score changed. :rules: of the performance score.
WITH taken AS MATERIALIZED (
    DELETE FROM stale_scores
    WHERE (project_id, content_id) IN (
        SELECT project_id, content_id FROM stale_scores
        WHERE :projects::integer[] IS NULL OR project_id = ANY (:projects)
        LIMIT :limit::bigint)
    RETURNING project_id, content_id
), scored AS MATERIALIZED (
    SELECT
        taken.project_id, taken.content_id, viewed.definition, viewed.views, totals.watch_ms,
        quality_score(
            viewed.views, totals.completed_full, totals.likes, totals.comments, totals.shares, viewed.rewatches,
            viewed.unique_viewers) AS quality,
        engagement_score(
            viewed.views, totals.completed_full, totals.saves, totals.shares, totals.clicks, totals.skips) AS engagement,
        performance_score(
            viewed.views, totals.impressions, totals.watch_ms, totals.saves, totals.shares, totals.skips,
            :rules::double precision[]) AS performance
    FROM taken
    JOIN content_totals AS totals
        ON totals.project_id = taken.project_id AND totals.content_id = taken.content_id AND totals.traffic = 0
    CROSS JOIN LATERAL (
        VALUES
            ('start', totals.views, totals.unique_viewers, totals.rewatches),
            {definitions: ('#', totals.#_views, totals.#_unique_viewers, totals.#_rewatches)}
    ) AS viewed (definition, views, unique_viewers, rewatches)
    WHERE viewed.views > 0
), gone AS (
    DELETE FROM content_scores AS scores USING taken
    WHERE scores.project_id = taken.project_id AND scores.content_id = taken.content_id
        AND NOT EXISTS (
            SELECT 1 FROM scored
            WHERE scored.project_id = scores.project_id AND scored.content_id = scores.content_id
                AND scored.definition = scores.definition)
    RETURNING scores.project_id
), kept AS (
    INSERT INTO content_scores AS scores (
        project_id, content_id, definition, views, watch_ms, quality, engagement, performance, scored_at)
    SELECT project_id, content_id, definition, views, watch_ms, quality, engagement, performance, clock_timestamp()
    FROM scored
    ORDER BY project_id, content_id, definition
    ON CONFLICT (project_id, content_id, definition) DO UPDATE SET
        views = excluded.views,
        watch_ms = excluded.watch_ms,
        quality = excluded.quality,
        engagement = excluded.engagement,
        performance = excluded.performance,
        scored_at = excluded.scored_at
    WHERE (scores.views, scores.watch_ms, scores.quality, scores.engagement, scores.performance)
        IS DISTINCT FROM (excluded.views, excluded.watch_ms, excluded.quality, excluded.engagement, excluded.performance)
    RETURNING scores.project_id
), changed AS MATERIALIZED (
    SELECT project_id FROM gone UNION SELECT project_id FROM kept
), next AS (
    INSERT INTO rollup_state AS t (project_id, revision)
    SELECT project_id, 1 FROM changed ORDER BY project_id
    ON CONFLICT (project_id) DO UPDATE SET revision = t.revision + 1
    RETURNING project_id, revision
)
SELECT project_id, count(*) AS taken, max(revision) AS revision
FROM taken LEFT JOIN next USING (project_id)
GROUP BY project_id
