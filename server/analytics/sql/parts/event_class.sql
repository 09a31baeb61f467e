-- The class of traffic of a counted event in events, of the project :project.
(
                (SELECT viewers.is_bot FROM viewers
                WHERE viewers.project_id = :project AND viewers.viewer_id = events.viewer_id) IS TRUE
            )::integer + 2 * (
                (SELECT self.viewer_id FROM self_viewers AS self
                WHERE self.project_id = :project AND self.viewer_id = events.viewer_id
                    AND self.content_id = events.content_id) IS NOT NULL
                OR is_own_doing(events.user_id, events.creator_id, events.content_id)
            )::integer
