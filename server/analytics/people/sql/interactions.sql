-- Counted events of the user or the session $2, newest first, after the event of $4, $5 and $6: events without a user and
-- those of the user $8; or, if $9, all events.
-- $1 project, $2 user or session, $3 types (null: all), $4 occurred at, $5 key, $6 subject, $7 how many, $8 user,
-- $9 all
SELECT page.*, contents.title
FROM (
    SELECT
        event_key(id, details) COLLATE "C" AS key, subject, coalesce(details ->> 'clientId', id::text) AS event_id, type, content_id, creator_id,
        user_id, session_id, occurred_at, received_at, watch_ms, position_ms, properties
    FROM events
    WHERE project_id = $1 AND {whose} = $2
        AND (occurred_at, event_key(id, details) COLLATE "C", subject)
            < (coalesce($4::timestamptz, 'infinity'), $5::text, $6::text)
        AND CASE  -- one condition, for of many the planner expects so few rows that it sorts all instead of a page
            WHEN type <> ALL ($3::text[]) THEN false
            WHEN NOT (user_id IS NULL OR user_id = $8::text OR $9::boolean) IS TRUE THEN false
            ELSE (  -- acknowledged, but not counted yet
                SELECT pending.batch_id FROM ingest_batches AS pending
                WHERE pending.project_id = events.project_id AND pending.batch_id = events.batch_id
            ) IS NULL
        END
    ORDER BY occurred_at DESC, key DESC, subject DESC
    LIMIT $7
) AS page
LEFT JOIN contents ON contents.project_id = $1 AND contents.content_id = page.content_id
ORDER BY page.occurred_at DESC, page.key DESC, page.subject DESC
