-- Counted events of some cells that lie in a shape, newest first, after the event of $9, $10 and $11. An event without
-- consent is located at the centre of its cell.
-- $1 project, $2 cells, $3 and $4 their centres, $5 from, $6 until, $7 types (null: all), $8 traffic, $9 occurred at, $10 key,
-- $11 subject, $12 how many, $13 south, $14 west, $15 north, $16 east, $17 and $18 a point (null: none), $19 metres from it
SELECT found.*
FROM unnest($2::bigint[], $3::double precision[], $4::double precision[]) AS near (cell, latitude, longitude)
CROSS JOIN LATERAL (
    SELECT
        event_key(events.id, events.details) COLLATE "C" AS key, events.subject, coalesce(events.details ->> 'clientId', events.id::text) AS event_id, events.type,
        events.content_id, events.occurred_at, shown.latitude, shown.longitude, events.latitude IS NOT NULL AS precise,
        shown.distance
    FROM events
    CROSS JOIN LATERAL (
        SELECT
            coalesce(events.latitude, near.latitude) AS latitude,
            coalesce(events.longitude, near.longitude) AS longitude,
            distance_m($17, $18, coalesce(events.latitude, near.latitude), coalesce(events.longitude, near.longitude))
                AS distance
    ) AS shown
    WHERE events.project_id = $1 AND events.cell = near.cell
        AND events.occurred_at >= coalesce($5::timestamptz, '-infinity')
        AND events.occurred_at < coalesce($6::timestamptz, 'infinity')
        AND ($7::text[] IS NULL OR events.type = ANY ($7::text[]))
        AND (events.occurred_at, event_key(events.id, events.details) COLLATE "C", events.subject)
            < (coalesce($9::timestamptz, 'infinity'), $10::text, $11::text)
        AND CASE  -- one condition, for of many the planner expects so few rows that it sorts all instead of a page
            WHEN shown.latitude NOT BETWEEN $13 AND $15 THEN false
            WHEN $14::double precision <= $16::double precision AND shown.longitude NOT BETWEEN $14 AND $16 THEN false
            WHEN $14 > $16 AND shown.longitude < $14 AND shown.longitude > $16 THEN false
            WHEN shown.distance > $19::double precision THEN false
            WHEN (  -- acknowledged, but not counted yet
                SELECT pending.batch_id FROM ingest_batches AS pending
                WHERE pending.project_id = $1 AND pending.batch_id = events.batch_id
            ) IS NOT NULL THEN false
            ELSE (
                (SELECT viewers.is_bot FROM viewers
                WHERE viewers.project_id = $1 AND viewers.viewer_id = events.viewer_id) IS TRUE
            )::integer + 2 * (
                (SELECT self.viewer_id FROM self_viewers AS self
                WHERE self.project_id = $1 AND self.viewer_id = events.viewer_id
                    AND self.content_id = events.content_id) IS NOT NULL
                OR is_own_doing(events.user_id, events.creator_id, events.content_id)
            )::integer = ANY ($8::smallint[])
        END
    ORDER BY events.occurred_at DESC, key DESC, events.subject DESC
    LIMIT $12
) AS found
ORDER BY found.occurred_at DESC, found.key DESC, found.subject DESC
LIMIT $12
