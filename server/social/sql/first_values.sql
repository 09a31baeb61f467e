-- Since when there are numbers of an account itself: of any grain, and of moments.
SELECT min(at) AS first, min(at) FILTER (WHERE grain = 'moment') AS first_moment
FROM social_values
WHERE project_id = :project AND account_id = :account AND post_id = ''
