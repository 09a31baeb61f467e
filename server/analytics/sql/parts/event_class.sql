-- The class of traffic of a counted event in events, of the project :project. OFFSET: the viewer of an event, which the view
-- computes, is computed before it is looked up, or no index would find it behind a policy.
(
                (SELECT viewers.is_bot
                FROM (SELECT events.viewer_id OFFSET 0) AS who
                    JOIN viewers ON viewers.project_id = :project AND viewers.viewer_id = who.viewer_id) IS TRUE
            )::integer + 2 * (
                (SELECT self.viewer_id
                FROM (SELECT events.viewer_id OFFSET 0) AS who
                    JOIN self_viewers AS self ON self.project_id = :project AND self.viewer_id = who.viewer_id
                        AND self.content_id = events.content_id) IS NOT NULL
                OR is_own_doing(events.user_id, events.creator_id, events.content_id)
            )::integer
