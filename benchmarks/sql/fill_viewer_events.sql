-- Raw events of viewers as ingest would have stored them, many at once: $1 events from number $2 on, of $3 that are spread over
-- $4 seconds from $5 on, in batches of $6. $7 viewers, some with a few events and some with thousands; plays of a start, two
-- reports and something that the viewer then does. Times are whole milliseconds. What happens depends on the numbers alone.
WITH numbers AS (
    SELECT
        n,
        n / 4 AS play,
        (n % 4)::integer AS part,
        1000000000 + $2::bigint + (n - $2::bigint) / $6::integer AS batch,
        floor($7::integer * power((hashint8extended(n / 4, 1) & 4294967295) / 4294967296.0, 2))::integer AS viewer,
        floor(10000 * power((hashint8extended(n / 4, 2) & 4294967295) / 4294967296.0, 3))::integer AS content,
        (hashint8extended(n / 4, 3) & 4294967295) / 4294967296.0 AS dice,
        $5::timestamptz + interval '1 millisecond' * floor(
            $4::double precision * 1000 * (n / 4 * 4) / $3::bigint + 15000 * (n % 4)) AS occurred_at
    FROM generate_series($2::bigint, $2::bigint + $1::bigint - 1) AS n
),
shaped AS (
    SELECT
        *,
        CASE
            WHEN part = 0 THEN event_word_code('view_start')
            WHEN part < 3 THEN event_word_code('view_progress')
            WHEN dice < 0.30 THEN event_word_code('view_complete')
            WHEN dice < 0.48 THEN event_word_code('like')
            WHEN dice < 0.56 THEN event_word_code('share')
            WHEN dice < 0.64 THEN event_word_code('save')
            WHEN dice < 0.74 THEN event_word_code('comment')
            WHEN dice < 0.84 THEN event_word_code('follow')
            ELSE event_word_code('purchase')
        END AS type,
        part = 3 AND dice >= 0.74 AND dice < 0.84 AS is_follow
    FROM numbers
),
batches AS (
    INSERT INTO ingest_batches (project_id, batch_id, events)
    SELECT 1, batch, count(*) FROM shaped GROUP BY batch
)
INSERT INTO raw_events (
    project_id, id, batch_id, received_at, occurred_at, type, content_id, creator_id, user_id, session_name, play_name,
    schema_version, watch_ms, total_watch_ms, position_ms, duration_ms, source_type, device_type, platform, country,
    properties, body_hash)
SELECT
    1,
    (lpad(to_hex((extract(epoch FROM occurred_at) * 1000)::bigint), 12, '0') || '7'
        || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
    batch, occurred_at, occurred_at, type, CASE WHEN NOT is_follow THEN 'video-' || content END,
    'creator-' || content % 500, 'user-' || viewer,
    'session-' || viewer || '-' || (extract(epoch FROM occurred_at)::bigint / 86400), CASE WHEN NOT is_follow THEN play::text END,
    event_word_code('1.1.0'), CASE WHEN part IN (1, 2) THEN 15000 END, CASE WHEN part IN (1, 2) THEN 15000 * part END,
    CASE part WHEN 0 THEN 0 WHEN 1 THEN 15000 WHEN 2 THEN 45000 END, CASE WHEN NOT is_follow THEN 60000 END,
    event_word_code('for_you'), event_word_code('mobile'), event_word_code('ios'), 'DE',
    CASE
        WHEN part = 0 THEN jsonb_build_object('screen', (ARRAY['home', 'search', 'feed', 'profile'])[1 + play % 4])
        WHEN type = event_word_code('purchase') THEN jsonb_build_object(
            'productId', 'product-' || play % 8, 'orderId', 'order-' || play, 'amount', '9.99', 'currency', 'EUR')
    END,
    n
FROM shaped
