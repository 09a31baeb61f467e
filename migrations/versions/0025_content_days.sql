-- What lists show of each content, by day (UTC): a list of a range adds up days instead of quarter-hours.

CREATE TABLE content_days (
    project_id      integer NOT NULL,
    content_id      text NOT NULL,
    day             date NOT NULL,
    traffic         smallint NOT NULL,
    views           bigint NOT NULL DEFAULT 0,
    engaged_views   bigint NOT NULL DEFAULT 0,
    peertube_views  bigint NOT NULL DEFAULT 0,
    linkedin_views  bigint NOT NULL DEFAULT 0,
    peertube2_views bigint NOT NULL DEFAULT 0,
    linkedin2_views bigint NOT NULL DEFAULT 0,
    watch_ms        bigint NOT NULL DEFAULT 0,
    completed_full  bigint NOT NULL DEFAULT 0,
    likes           bigint NOT NULL DEFAULT 0,
    comments        bigint NOT NULL DEFAULT 0,
    shares          bigint NOT NULL DEFAULT 0,
    saves           bigint NOT NULL DEFAULT 0,
    clicks          bigint NOT NULL DEFAULT 0,
    skips           bigint NOT NULL DEFAULT 0
);

-- Days before days_until have their rows; later ones get theirs when they are over.
ALTER TABLE rollup_state
    ADD days_until date NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::date;

INSERT INTO content_days
SELECT
    project_id, content_id, (bucket AT TIME ZONE 'UTC')::date, traffic, sum(views), sum(engaged_views), sum(peertube_views),
    sum(linkedin_views), sum(peertube2_views), sum(linkedin2_views), sum(watch_ms), sum(completed_full), sum(likes),
    sum(comments), sum(shares), sum(saves), sum(clicks), sum(skips)
FROM content_buckets JOIN rollup_state USING (project_id)
WHERE bucket < days_until::timestamp AT TIME ZONE 'UTC'
GROUP BY 1, 2, 3, 4
ORDER BY 3, 1, 2, 4;

ALTER TABLE content_days ADD PRIMARY KEY (project_id, content_id, day, traffic);
CREATE INDEX content_days_by_day ON content_days USING brin (day) WITH (pages_per_range = 16);
ANALYZE content_days;
