-- Counted events of a part of a range, from :start to :end, newest first, after the event of :after_time and :after_key; of one
-- content, user or session, or of all. :types, :names null: all. :properties null: any; else those whose properties contain these.
SELECT page.*, contents.title
FROM (
    SELECT
        event_key(events.id, events.client_id) COLLATE "C" AS key, coalesce(events.client_id, events.id::text) AS event_id,
        events.type, events.name, events.content_id, events.creator_id, events.user_id, events.session_id, events.occurred_at,
        events.country, events.device_type AS device, events.received_at, events.watch_ms, events.position_ms, events.properties
    FROM events
    WHERE events.project_id = :project AND {whose}
        AND events.slot > :start::timestamptz - interval '5 minutes' AND events.slot < :end::timestamptz
        AND events.slot {less}= coalesce(date_bin('5 minutes', :after_time::timestamptz, '1970-01-01Z'), '{infinity}')
        AND CASE  -- one condition, for of many the planner expects so few rows that it sorts all instead of a page
            WHEN events.type <> ALL (:types::text[]) THEN false
            WHEN :names::text[] IS NOT NULL AND (events.name = ANY (:names)) IS NOT TRUE THEN false
            WHEN events.occurred_at < :start OR events.occurred_at >= :end THEN false
            WHEN (events.occurred_at, event_key(events.id, events.client_id) COLLATE "C")
                {more}= (coalesce(:after_time::timestamptz, '{infinity}'), :after_key::text) THEN false
            WHEN :properties::jsonb IS NOT NULL AND (events.properties @> :properties) IS NOT TRUE THEN false
            WHEN (  -- acknowledged, but not counted yet
                SELECT pending.batch_id FROM ingest_batches AS pending
                WHERE pending.project_id = :project AND pending.batch_id = events.batch_id
            ) IS NOT NULL THEN false
            ELSE {include: event_class} = ANY (:classes::smallint[])
        END
    ORDER BY events.slot {desc}, events.occurred_at {desc}, key {desc}
    LIMIT :limit
) AS page
LEFT JOIN contents ON contents.project_id = :project AND contents.content_id = page.content_id
ORDER BY page.occurred_at {desc}, page.key {desc}
