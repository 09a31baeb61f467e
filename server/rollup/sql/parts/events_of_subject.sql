-- The condition on events of :user and of the guests of the sessions :guests.
(user_id = :user::text OR user_id IS NULL AND session_id = ANY (:guests::text[]))
