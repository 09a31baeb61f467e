-- Counted events of some cells that lie in a shape, newest first, after the event of :after_time and :after_key. An event
-- without consent is located at the centre of its cell (:latitudes, :longitudes). The shape is a box from :south and :west to
-- :north and :east, and, unless they are null, at most :radius metres from a point. :types null: all.
SELECT found.*
FROM unnest(:cells::bigint[], :latitudes::double precision[], :longitudes::double precision[])
    AS near (cell, latitude, longitude)
CROSS JOIN LATERAL (
    SELECT
        event_key(events.id, events.client_id) COLLATE "C" AS key,
        coalesce(events.client_id, events.id::text) AS event_id, events.type, events.content_id,
        events.occurred_at, shown.latitude, shown.longitude, events.latitude IS NOT NULL AS precise, shown.distance
    FROM events
    CROSS JOIN LATERAL (
        SELECT
            coalesce(events.latitude, near.latitude) AS latitude,
            coalesce(events.longitude, near.longitude) AS longitude,
            distance_m(
                :latitude, :longitude,
                coalesce(events.latitude, near.latitude), coalesce(events.longitude, near.longitude)
            ) AS distance
    ) AS shown
    WHERE events.project_id = :project AND events.cell = near.cell
        AND events.slot > coalesce(:start::timestamptz, '-infinity') - interval '5 minutes'
        AND events.slot <= coalesce(:end::timestamptz, 'infinity')
        AND events.slot {less}= coalesce(date_bin('5 minutes', :after_time::timestamptz, '1970-01-01Z'), '{infinity}')
        AND CASE  -- one condition, for of many the planner expects so few rows that it sorts all instead of a page
            WHEN events.type <> ALL (:types::text[]) THEN false
            WHEN events.occurred_at < :start::timestamptz OR events.occurred_at >= :end::timestamptz THEN false
            WHEN (events.occurred_at, event_key(events.id, events.client_id) COLLATE "C")
                {more}= (coalesce(:after_time::timestamptz, '{infinity}'), :after_key::text) THEN false
            WHEN shown.latitude NOT BETWEEN :south AND :north THEN false
            WHEN :west::double precision <= :east::double precision AND shown.longitude NOT BETWEEN :west AND :east THEN false
            WHEN :west > :east AND shown.longitude < :west AND shown.longitude > :east THEN false
            WHEN shown.distance > :radius::double precision THEN false
            WHEN (  -- acknowledged, but not counted yet
                SELECT pending.batch_id FROM ingest_batches AS pending
                WHERE pending.project_id = :project AND pending.batch_id = events.batch_id
            ) IS NOT NULL THEN false
            ELSE {include: event_class} = ANY (:classes::smallint[])
        END
    ORDER BY events.slot {desc}, events.occurred_at {desc}, key {desc}
    LIMIT :limit
) AS found
ORDER BY found.occurred_at {desc}, found.key {desc}
LIMIT :limit
