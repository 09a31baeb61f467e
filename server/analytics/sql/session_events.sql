-- A session's counted events, newest first, after the event of $4, $5 and $6: those of no user, and those of the user $8;
-- all of them for an admin ($9).
-- $1 project, $2 session, $3 types (null: all), $4 occurred at, $5 id, $6 subject, $7 how many, $8 user, $9 everybody's
SELECT
    events.id, events.subject, coalesce(events.details ->> 'clientId', events.id::text) AS event_id, events.type,
    events.content_id, contents.title, events.creator_id, events.user_id, events.session_id, events.occurred_at,
    events.received_at, events.watch_ms, events.position_ms, events.properties
FROM events
LEFT JOIN contents ON contents.project_id = events.project_id AND contents.content_id = events.content_id
WHERE events.project_id = $1 AND events.session_id = $2 AND ($3::text[] IS NULL OR events.type = ANY ($3::text[]))
    AND (events.user_id IS NULL OR events.user_id = $8::text OR $9::boolean)
    AND (events.occurred_at, events.id, events.subject)
        < (coalesce($4::timestamptz, 'infinity'), coalesce($5::uuid, '00000000-0000-0000-0000-000000000000'), $6::text)
    AND NOT EXISTS (  -- acknowledged, but not counted yet
        SELECT FROM ingest_batches AS pending
        WHERE pending.project_id = events.project_id AND pending.batch_id = events.batch_id
    )
ORDER BY events.occurred_at DESC, events.id DESC, events.subject DESC
LIMIT $7
