-- Counted events of the user or the session :person, newest first, after the event of :after_time and :after_key: events
-- without a user and those of the user :reader; or, if :reads_all, all events. :types null: all.
SELECT page.*, contents.title
FROM (
    SELECT
        event_key(id, client_id) COLLATE "C" AS key, coalesce(client_id, id::text) AS event_id,
        type, name, content_id, creator_id, user_id, session_id, occurred_at, country,
        device_type AS device, received_at, watch_ms, position_ms, properties
    FROM events
    WHERE project_id = :project AND {whose} = :person
        AND slot {less}= coalesce(date_bin('5 minutes', :after_time::timestamptz, '1970-01-01Z'), '{infinity}')
        AND CASE  -- one condition, for of many the planner expects so few rows that it sorts all instead of a page
            WHEN (occurred_at, event_key(id, client_id) COLLATE "C")
                {more}= (coalesce(:after_time::timestamptz, '{infinity}'), :after_key::text) THEN false
            WHEN type <> ALL (:types::text[]) THEN false
            WHEN NOT (user_id IS NULL OR user_id = :reader::text OR :reads_all::boolean) IS TRUE THEN false
            ELSE (  -- acknowledged, but not counted yet
                SELECT pending.batch_id FROM ingest_batches AS pending
                WHERE pending.project_id = events.project_id AND pending.batch_id = events.batch_id
            ) IS NULL
        END
    ORDER BY slot {desc}, occurred_at {desc}, key {desc}
    LIMIT :limit
) AS page
LEFT JOIN contents ON contents.project_id = :project AND contents.content_id = page.content_id
ORDER BY page.occurred_at {desc}, page.key {desc}
