-- Whole hours of one content from $4 on in which something was counted. Engagements are likes, comments and shares.
-- $1 project, $2 content, $3 classes of traffic, $4 from, $5 until
SELECT
    div(extract(epoch FROM bucket - $4::timestamptz), 3600)::integer AS hour,
    sum({prefix}views)::bigint AS views,
    sum(likes + comments + shares)::bigint AS engagements,
    sum(shares)::bigint AS shares
FROM content_buckets
WHERE project_id = $1 AND content_id = $2 AND bucket >= $4 AND bucket < $5::timestamptz
    AND traffic = ANY ($3::smallint[])
GROUP BY 1
