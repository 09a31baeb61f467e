-- The state of each viewer and content before the existing raw events: views, from quarter-hours and plays; likes and saves
-- that an older event decides. {which}: of which viewers.
INSERT INTO pg_temp.content_viewers (
    project_id, content_id, viewer_id, traffic, first_view_at, last_view_at, views, rewatch_views,
    {definitions: #_views}, plays, watch_ms, completions,
    liked, liked_at, liked_event, liked_creator, saved, saved_at, saved_event, saved_creator)
SELECT
    project_id, content_id, viewer_id, known.traffic,
    CASE WHEN first_view_at < moment THEN first_view_at END,
    CASE WHEN last_view_at < moment THEN last_view_at WHEN first_view_at < moment THEN first_view_at END,
    coalesce(viewed.views, 0), coalesce(viewed.rewatch_views, 0), {definitions: coalesce(viewed.#_views, 0)},
    coalesce(played.plays, 0), coalesce(played.watch_ms, 0), coalesce(played.completions, 0),
    CASE WHEN liked_at < moment THEN liked END, CASE WHEN liked_at < moment THEN liked_at END,
    CASE WHEN liked_at < moment THEN liked_event END, CASE WHEN liked_at < moment THEN liked_creator END,
    CASE WHEN saved_at < moment THEN saved END, CASE WHEN saved_at < moment THEN saved_at END,
    CASE WHEN saved_at < moment THEN saved_event END, CASE WHEN saved_at < moment THEN saved_creator END
FROM {schema}.content_viewers AS known
    JOIN expired_until USING (project_id)
    LEFT JOIN (
        SELECT
            project_id, content_id, viewer_id, sum(views)::bigint AS views, sum(rewatch_views)::bigint AS rewatch_views,
            {definitions: sum(#_views)::bigint AS #_views}
        FROM pg_temp.content_viewer_buckets
        GROUP BY project_id, content_id, viewer_id
    ) AS viewed USING (project_id, content_id, viewer_id)
    LEFT JOIN (
        SELECT
            project_id, content_id, viewer_id, count(*) AS plays, sum(watch_ms)::bigint AS watch_ms,
            count(*) FILTER (WHERE completion >= 0.99) AS completions
        FROM pg_temp.plays JOIN expired_until USING (project_id)
        WHERE started_at < moment AND viewer_id IS NOT NULL
        GROUP BY project_id, content_id, viewer_id
    ) AS played USING (project_id, content_id, viewer_id)
WHERE {which}
    AND (viewed.viewer_id IS NOT NULL OR played.viewer_id IS NOT NULL OR liked_at < moment OR saved_at < moment)
