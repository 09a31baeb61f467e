-- The numbers of an account by hour, from its series.
WITH known AS (
    SELECT metric, min(day)::timestamp AT TIME ZONE :zone AS at
    FROM social_days
    WHERE project_id = :project AND account_id = :account AND subject = 'posts' AND metric = ANY (:gained::text[])
    GROUP BY metric
), {include: bucket_values}
SELECT buckets.start, found.subject, found.metric, found.value, found.provenance, found.reason
FROM found JOIN buckets USING (number)
