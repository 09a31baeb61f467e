-- A user's counted events, newest first, after the event of $4, $5 and $6.
-- $1 project, $2 user, $3 types (null: all), $4 occurred at, $5 id, $6 subject, $7 how many
SELECT page.*, contents.title
FROM (
    SELECT
        id, subject, coalesce(details ->> 'clientId', id::text) AS event_id, type, content_id, creator_id,
        user_id, session_id, occurred_at, received_at, watch_ms, position_ms, properties
    FROM events
    WHERE project_id = $1 AND user_id = $2
        AND (occurred_at, id, subject)
            < (coalesce($4::timestamptz, 'infinity'), coalesce($5::uuid, '00000000-0000-0000-0000-000000000000'), $6::text)
        AND CASE  -- one condition, for of many the planner expects so few rows that it sorts all instead of a page
            WHEN type <> ALL ($3::text[]) THEN false
            ELSE (  -- acknowledged, but not counted yet
                SELECT pending.batch_id FROM ingest_batches AS pending
                WHERE pending.project_id = events.project_id AND pending.batch_id = events.batch_id
            ) IS NULL
        END
    ORDER BY occurred_at DESC, id DESC, subject DESC
    LIMIT $7
) AS page
LEFT JOIN contents ON contents.project_id = $1 AND contents.content_id = page.content_id
ORDER BY page.occurred_at DESC, page.id DESC, page.subject DESC
