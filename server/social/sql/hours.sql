-- The numbers of an account by hour, from its series.
WITH {include: bucket_values}
SELECT buckets.start, found.subject, found.metric, found.value, found.provenance, found.reason
FROM found JOIN buckets USING (number)
