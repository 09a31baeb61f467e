-- Up to :limit sketches of quarter-hours before :until that are not part of their sketch of all time yet, and marks them as such.
WITH due AS MATERIALIZED (
    SELECT ctid AS place
    FROM viewer_sketches
    WHERE NOT is_merged AND bucket < :until
    ORDER BY project_id, creator_id, traffic, bucket
    LIMIT :limit
)
UPDATE viewer_sketches SET is_merged = true
WHERE ctid = ANY (ARRAY(SELECT place FROM due))
RETURNING project_id, creator_id, NULL::timestamptz AS bucket, traffic, start, {definitions: #}
