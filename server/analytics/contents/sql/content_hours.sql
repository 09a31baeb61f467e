-- Whole hours of one content from :start on in which something was counted. Engagements are likes, comments and shares.
SELECT
    div(extract(epoch FROM bucket - :start::timestamptz), 3600)::integer AS hour,
    sum({prefix}views)::bigint AS views,
    sum(likes + comments + shares)::bigint AS engagements,
    sum(shares)::bigint AS shares
FROM content_buckets
WHERE project_id = :project AND content_id = :content AND bucket >= :start AND bucket < :end::timestamptz
    AND traffic = ANY (:classes::smallint[])
GROUP BY 1
