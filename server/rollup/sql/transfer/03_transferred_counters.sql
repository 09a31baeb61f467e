-- All counters of the transferred contents, taken from the previous owner and given to the new one. Rows without an owner are
-- needed too: in the sums of the platform both sides cancel out.
INSERT INTO deltas (project_id, creator_id, bucket, traffic, {metrics: #})
SELECT project_id, owner.creator_id, bucket, traffic, {metrics: sum(sign * #)}
FROM transfers
    JOIN content_buckets AS counted USING (project_id, content_id)
    CROSS JOIN LATERAL (VALUES (-1, was), (1, is_now)) AS owner (sign, creator_id)
GROUP BY project_id, owner.creator_id, bucket, traffic
