-- Adds or updates contents, of which each array is a column, sorted by id; null keeps the stored value. Contents of other
-- creators than :owner (null: anyone) are left out.
-- If the duration changes, the retention summaries have parts of the wrong length: they are recomputed, and so is the curve.
-- Answers contain titles, durations and owners: the aggregator's next run notifies subscribers.
WITH before AS MATERIALIZED (
    SELECT content_id, type, creator_id, title, caption, thumbnail, duration_ms, published_at
    FROM contents
    WHERE project_id = :project AND content_id = ANY (:contents)
), changed AS (
    INSERT INTO contents AS known (
        project_id, content_id, type, creator_id, title, caption, thumbnail, duration_ms, published_at, updated_at
    )
    SELECT :project, content_id, type, creator_id, title, caption, thumbnail, duration_ms, published_at, :now
    FROM unnest(
        :contents::text[], :types::text[], :creators::text[], :titles::text[], :captions::text[],
        :thumbnails::text[], :durations::bigint[], :publication_times::timestamptz[]
    ) AS input (content_id, type, creator_id, title, caption, thumbnail, duration_ms, published_at)
    ORDER BY content_id
    ON CONFLICT (project_id, content_id) DO UPDATE SET
        type = coalesce(excluded.type, known.type),
        creator_id = coalesce(excluded.creator_id, known.creator_id),
        title = coalesce(excluded.title, known.title),
        caption = coalesce(excluded.caption, known.caption),
        thumbnail = coalesce(excluded.thumbnail, known.thumbnail),
        duration_ms = coalesce(excluded.duration_ms, known.duration_ms),
        published_at = coalesce(excluded.published_at, known.published_at),
        updated_at = excluded.updated_at
    WHERE :owner::text IS NULL OR known.creator_id IS NULL OR known.creator_id = :owner
    RETURNING content_id, type, creator_id, title, caption, thumbnail, duration_ms, published_at, updated_at
), longer_or_shorter AS MATERIALIZED (
    SELECT changed.content_id
    FROM changed LEFT JOIN before USING (content_id)
    WHERE changed.duration_ms IS DISTINCT FROM before.duration_ms
), curves AS MATERIALIZED (
    SELECT content_id
    FROM longer_or_shorter JOIN content_totals AS totals USING (content_id)
    WHERE totals.project_id = :project AND totals.traffic = 0
), days AS MATERIALIZED (
    SELECT content_id, day
    FROM longer_or_shorter JOIN summarized_days USING (content_id)
    WHERE summarized_days.project_id = :project
), stale_curve AS (
    INSERT INTO stale_curves (project_id, content_id, due_at)
    SELECT :project, content_id, now() FROM curves ORDER BY content_id
    ON CONFLICT (project_id, content_id) DO UPDATE SET mark = excluded.mark
    RETURNING content_id
), stale AS (
    INSERT INTO stale_days (project_id, content_id, day)
    SELECT :project, content_id, day
    FROM (SELECT count(*) FROM stale_curve) AS curves_first, days  -- the order of the fold, so that neither waits for the other
    ORDER BY content_id, day
    ON CONFLICT (project_id, content_id, day) DO UPDATE SET touched_at = excluded.touched_at
), owned AS (
    INSERT INTO owner_changes (project_id, content_id)
    SELECT :project, content_id  -- whether or not it differs from before, which may be older than what was replaced
    FROM changed JOIN unnest(:contents::text[], :creators::text[]) AS named (content_id, named_creator) USING (content_id)
    WHERE named_creator IS NOT NULL
), announced AS (
    INSERT INTO changed_subjects (project_id, kind, id)
    SELECT DISTINCT :project, kind, id
    FROM changed
        LEFT JOIN before USING (content_id)
        LEFT JOIN content_states AS states ON states.project_id = :project AND states.content_id = changed.content_id
        CROSS JOIN LATERAL (VALUES
            ('content', changed.content_id), ('catalogue', ''), ('platform', ''),
            ('creator', changed.creator_id), ('creator', before.creator_id), ('creator', nullif(states.owner_id, '')),
            ('rankings', CASE WHEN changed.creator_id IS DISTINCT FROM before.creator_id THEN '' END)
        ) AS subject (kind, id)
    WHERE id IS NOT NULL
        AND (before.content_id IS NULL OR (changed.type, changed.creator_id, changed.title, changed.caption, changed.thumbnail, changed.duration_ms,
            changed.published_at)
        IS DISTINCT FROM (before.type, before.creator_id, before.title, before.caption, before.thumbnail,
            before.duration_ms, before.published_at))
)
SELECT catalogue.content_id, {include: catalogue_entry}
FROM changed AS catalogue
LEFT JOIN content_states AS states ON states.project_id = :project AND states.content_id = catalogue.content_id
