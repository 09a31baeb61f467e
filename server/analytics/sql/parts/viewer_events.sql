-- Counted events of a project from :start to :end with a viewer, of the :classes of traffic; {oftypes} says which types. Unlike a
-- list, which looks up the class of each event, a funnel reads so many that the sets are read once. OFFSET: what the view
-- computes, such as the viewer and the type, is computed once for each event, and not wherever it is named. Unlike 0, which is cast
-- first, '0' leaves it to PostgreSQL to use parallel workers.
(
        SELECT * FROM events
        WHERE events.project_id = :project
            AND events.slot > :start::timestamptz - interval '5 minutes' AND events.slot < :end::timestamptz
            AND events.occurred_at >= :start::timestamptz AND events.occurred_at < :end::timestamptz
            AND {oftypes}
            AND events.batch_id NOT IN (
                SELECT pending.batch_id FROM ingest_batches AS pending WHERE pending.project_id = :project
            )
        OFFSET '0'
    ) AS events
    WHERE events.viewer_id IS NOT NULL AND (events.viewer_id IN (
            SELECT viewers.viewer_id FROM viewers WHERE viewers.project_id = :project AND viewers.is_bot
        ))::integer + 2 * (
            (events.viewer_id, events.content_id) IN (
                SELECT self.viewer_id, self.content_id FROM self_viewers AS self WHERE self.project_id = :project
            ) IS TRUE
            OR is_own_doing(events.user_id, events.creator_id, events.content_id)
        )::integer = ANY (:classes::smallint[])
