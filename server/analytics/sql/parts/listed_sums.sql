-- The sums of it.
sum(views)::bigint AS views, sum(watch_ms)::bigint AS watch_ms, sum(completed_full)::bigint AS completed_full,
            sum(likes)::bigint AS likes, sum(comments)::bigint AS comments, sum(shares)::bigint AS shares,
            sum(saves)::bigint AS saves, sum(clicks)::bigint AS clicks, sum(skips)::bigint AS skips
