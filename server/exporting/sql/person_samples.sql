-- Rejected items that say that they are of :user, or of a guest of the sessions :guests, the oldest first.
SELECT rejected_id
FROM rejected_events
WHERE project_id = :project
    AND (
        payload ->> 'userId' = :user::text
        OR coalesce(payload ->> 'userId', '') = '' AND payload ->> 'sessionId' = ANY (:guests::text[])
    )
