-- The numbers of `owners`, which are :accounts, in some days or hours, from their series: of an account at their end, or of the whole
-- day of the network; of posts what they gained, as collections in that time found. A post that was published after the first collection
-- begins with 0. What any other one gained up to its first number is not known, and a gain since a reading that is older than the time
-- before is an estimate. What posts gained is known for times in which some were read, and not for the first time; `known` says since
-- when they have a metric. Which of a series is the newest is asked for by max(), which reads one row of an index.
buckets AS (
    SELECT number, day, start, beyond, network_start, before
    FROM unnest(:days::date[], :starts::timestamptz[], :ends::timestamptz[], :network_starts::timestamptz[], :befores::timestamptz[])
        WITH ORDINALITY AS b (day, start, beyond, network_start, before, number)
), states AS (
    SELECT newest.account_id, newest.number, v.metric, v.value, v.provenance, v.reason
    FROM (
        SELECT owners.account_id, buckets.number, buckets.start, state.metric, (
            SELECT max(at) FROM social_values AS earlier
            WHERE project_id = :project AND earlier.account_id = owners.account_id AND post_id = ''
                AND earlier.metric = state.metric AND grain = 'moment' AND at < buckets.beyond
        ) AS at
        FROM owners CROSS JOIN buckets CROSS JOIN unnest(:states::text[]) AS state (metric)
    ) AS newest
    JOIN social_values AS v
        ON v.project_id = :project AND v.account_id = ANY (:accounts::text[]) AND v.account_id = newest.account_id
        AND v.post_id = '' AND v.metric = newest.metric AND v.grain = 'moment' AND v.at = newest.at
    WHERE v.collected_at >= newest.start
), of_days AS (
    SELECT v.account_id, buckets.number, v.metric, v.value, v.provenance, v.reason
    FROM buckets
    JOIN social_values AS v
        ON v.project_id = :project AND v.account_id = ANY (:accounts::text[]) AND v.post_id = ''
        AND v.metric = ANY (:counts::text[]) AND v.grain = 'day' AND v.at = buckets.network_start
), series AS MATERIALIZED (  -- else what a post had before is looked up for each of its changes
    SELECT owners.account_id, social_posts.post_id, social_posts.published_at >= owners.collected_since AS is_whole, published_at, gained.metric, (
        SELECT max(at) FROM social_values AS v
        WHERE project_id = :project AND v.account_id = owners.account_id AND v.post_id = social_posts.post_id
            AND v.metric = gained.metric AND grain = 'moment' AND value IS NOT NULL AND at < :since
    ) AS base_at
    FROM owners JOIN social_posts USING (account_id) CROSS JOIN unnest(:gained::text[]) AS gained (metric)
    WHERE project_id = :project AND social_posts.account_id = ANY (:accounts::text[]) AND collected_at >= :since
), changes AS (
    SELECT
        series.account_id, series.metric, v.at, v.provenance, v.reason, v.value - coalesce(
            lag(v.value) OVER (PARTITION BY series.account_id, series.post_id, series.metric ORDER BY v.at),
            CASE WHEN series.is_whole THEN 0 END
        ) AS gain, coalesce(
            lag(v.collected_at) OVER (PARTITION BY series.account_id, series.post_id, series.metric ORDER BY v.at), series.published_at
        ) AS earlier_at
    FROM series
    JOIN social_values AS v
        ON v.project_id = :project AND v.account_id = ANY (:accounts::text[]) AND v.account_id = series.account_id
        AND v.post_id = series.post_id AND v.metric = series.metric AND v.grain = 'moment' AND v.value IS NOT NULL
        AND v.at >= coalesce(series.base_at, :since) AND v.at < :until
), gains AS (  -- with 0 for each time in which posts of an account were read again
    SELECT
        account_id, width_bucket(at, :starts::timestamptz[]) AS number, metric, gain, CASE
            WHEN gain IS NULL THEN 'Of posts that were not read before, it is counted from the first number on.'
            WHEN provenance = 'estimated' THEN reason
            WHEN earlier_at < (:befores::timestamptz[])[width_bucket(at, :starts::timestamptz[])]
                THEN 'The number before is older, so some of it may have come before this time.'
        END AS reason
    FROM changes
    WHERE at >= :since
    UNION ALL
    SELECT known.account_id, reads.number, known.metric, 0, NULL
    FROM (
        SELECT DISTINCT account_id, width_bucket(at, :starts::timestamptz[]) AS number
        FROM social_reads
        WHERE project_id = :project AND account_id = ANY (:accounts::text[]) AND at >= :since AND at < :until
    ) AS reads
    JOIN known ON known.account_id = reads.account_id AND known.at < (:starts::timestamptz[])[reads.number]
), found AS (
    SELECT account_id, number, 'account' AS subject, metric, value, provenance, reason FROM states
    UNION ALL
    SELECT account_id, number, 'account', metric, value, provenance, reason FROM of_days
    UNION ALL
    SELECT
        account_id, number, 'posts', metric, sum(gain), CASE
            WHEN sum(gain) IS NULL THEN 'unavailable' WHEN max(reason) IS NULL THEN 'measured' ELSE 'estimated'
        END, CASE WHEN sum(gain) IS NULL THEN 'There is no number from before.' ELSE string_agg(DISTINCT reason, ' ') END
    FROM gains
    GROUP BY account_id, number, metric
)
