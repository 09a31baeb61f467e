-- Raw events as ingest would have stored them, many at once: $1 events from number $2 on, spread over $3 seconds that ended
-- $6 seconds ago, in batches of $4. $5 contents of skewed popularity, 500 creators at most, plays of about four events each.
WITH numbers AS (
    SELECT
        n,
        n / 4 AS play,
        random() AS dice,
        floor($5::integer * power((hashint8(n / 4)::bigint + 2147483648) / 4294967296.0, 3))::integer AS content,
        clock_timestamp() - make_interval(
            secs => $6::double precision + $3::double precision * ($2::bigint + $1::bigint - n) / $1::bigint)
            AS occurred_at
    FROM generate_series($2::bigint, $2::bigint + $1::bigint - 1) AS n
),
shaped AS (
    SELECT
        *,
        (n % 4) * 15000 AS position_ms,
        CASE
            WHEN n % 4 = 0 THEN 'view_start'
            WHEN n % 4 < 3 THEN 'view_progress'
            WHEN dice < 0.5 THEN 'view_complete'
            WHEN dice < 0.8 THEN 'like'
            WHEN dice < 0.9 THEN 'share'
            ELSE 'save'
        END AS type,
        (lpad(to_hex((extract(epoch FROM occurred_at) * 1000)::bigint), 12, '0') || '7'
            || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid AS id
    FROM numbers
),
batches AS (  -- with the range of their ids, by which a run leaves out the partitions of other days
    INSERT INTO ingest_batches (project_id, batch_id, events, first_id, last_id)
    SELECT 1, 1000000000 + n / $4::integer, count(*), min(id::text)::uuid, max(id::text)::uuid
    FROM shaped GROUP BY n / $4::integer
)
INSERT INTO raw_events (
    project_id, id, batch_id, received_at, occurred_at, type, content_id, creator_id, user_id, session_name, play_name,
    schema_version, watch_ms, total_watch_ms, position_ms, duration_ms, source_type, device_type,
    platform, country, body_hash)
SELECT
    1, id,
    1000000000 + n / $4::integer, occurred_at, occurred_at, event_word_code(type), 'video-' || content,
    'creator-' || content % 500, 'user-' || play % 200000, 'session-' || play / 5, play::text, event_word_code('1.1.0'), CASE WHEN n % 4 > 0 THEN 15000 END, CASE WHEN n % 4 > 0 THEN position_ms END, position_ms,
    60000, event_word_code('for_you'), event_word_code('mobile'), event_word_code('ios'), 'DE', n
FROM shaped
