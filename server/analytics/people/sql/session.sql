-- One of the sessions of an id, by its number from the first, or the newest; no row if there is none. owner_id is the user of the
-- id, as session_user.sql tells it. All of them have the revision of the last change to any.
SELECT
    nullif(state.as_of, '-infinity') AS as_of, session.*, nullif(session.first_user, '') AS owner_id,
    (
        SELECT count(DISTINCT content_id) FROM session_contents AS viewed
        WHERE viewed.project_id = session.project_id AND viewed.session_id = session.session_id
            AND viewed_at >= session.first_event_at AND viewed_at <= session.last_event_at
    ) AS contents_viewed
FROM (
    SELECT
        *, row_number() OVER (ORDER BY first_event_at) AS number, count(*) OVER () AS sessions,
        first_value(user_id) OVER (ORDER BY user_at, user_id) AS first_user, max(revision) OVER () AS newest_revision
    FROM sessions
    WHERE project_id = :project AND session_id = :session
) AS session
LEFT JOIN rollup_state AS state ON state.project_id = session.project_id
WHERE number = coalesce(:number::bigint, sessions)
