-- What the changes of a removal are found from: events that came in batches after :batch and belong to the same states, how many of
-- the events are there, how many of their batches wait to be counted, since when there are raw events, quarter-hours and days, until
-- when days are added up, and what is known of the viewers and of the owners of contents.
SELECT
    EXISTS (
        SELECT 1 FROM events AS new
        WHERE project_id = :project AND batch_id > :batch
            AND (
                (project_id, viewer_id) IN (SELECT project_id, viewer_id FROM removal_viewers)
                OR (project_id, session_id) IN (SELECT project_id, session_id FROM removal_sessions)
                OR (project_id, content_id, play_key) IN (SELECT project_id, content_id, play_key FROM removal_plays)
            )
    ) AS has_news,
    (
        SELECT count(*) FROM events JOIN (
            SELECT project_id, id FROM removal_concerned UNION SELECT project_id, id FROM removal_chosen
        ) AS concerned USING (project_id, id)
    ) AS events,
    (SELECT count(*) FROM ingest_batches JOIN removal_waiting USING (project_id, batch_id)) AS waiting,
    (
        SELECT ROW (raw_since, days_until, quarters_since, days_since)::text FROM rollup_state WHERE project_id = :project
    ) AS kept_since,
    (
        SELECT sum(hashtextextended(known::text, 0)) FROM {schema}.viewers AS known JOIN (
            SELECT project_id, viewer_id FROM removal_concerned
            UNION
            SELECT project_id, person_of(viewer_id) FROM removal_concerned
        ) AS present USING (project_id, viewer_id)
    ) AS viewers,
    (
        SELECT sum(hashtextextended(known::text, 0)) FROM {schema}.self_viewers AS known JOIN (
            SELECT DISTINCT project_id, viewer_id FROM removal_concerned
        ) AS present USING (project_id, viewer_id)
    ) AS self_viewers,
    (
        SELECT sum(hashtextextended(owned::text, 0)) FROM content_owners AS owned JOIN (
            SELECT DISTINCT project_id, content_id FROM removal_concerned
        ) AS present USING (project_id, content_id)
    ) AS owners
