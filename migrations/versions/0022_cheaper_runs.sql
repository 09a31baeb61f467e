-- One row of sketches for all definitions of a view, and a mark of those that are not part of the sketch of all time yet. A run
-- changes the sketches of quarter-hours only: a tenth of the rows.

CREATE TABLE sketches (
    project_id integer NOT NULL,
    creator_id text NOT NULL,              -- '' is the platform
    bucket     timestamptz NOT NULL,       -- '-infinity' is all time
    traffic    smallint NOT NULL,
    is_merged  boolean NOT NULL,           -- its viewers are in the sketch of all time
    start      bytea,                      -- by definition of a view; null without any viewer
    engaged    bytea,
    peertube   bytea,
    linkedin   bytea,
    peertube2  bytea,
    linkedin2  bytea
) WITH (fillfactor = 50);

INSERT INTO sketches
SELECT
    project_id, creator_id, bucket, traffic, true,
    (array_agg(sketch) FILTER (WHERE definition = 'start'))[1],
    (array_agg(sketch) FILTER (WHERE definition = 'engaged'))[1],
    (array_agg(sketch) FILTER (WHERE definition = 'peertube'))[1],
    (array_agg(sketch) FILTER (WHERE definition = 'linkedin'))[1],
    (array_agg(sketch) FILTER (WHERE definition = 'peertube2'))[1],
    (array_agg(sketch) FILTER (WHERE definition = 'linkedin2'))[1]
FROM viewer_sketches
GROUP BY project_id, creator_id, bucket, traffic;

DROP TABLE viewer_sketches;
ALTER TABLE sketches RENAME TO viewer_sketches;
ALTER TABLE viewer_sketches
    ADD CONSTRAINT viewer_sketches_pkey PRIMARY KEY (project_id, creator_id, bucket, traffic);
-- Those that the platform's is drawn from. Partial, so that the look-up of one sketch can only take the primary key.
CREATE INDEX viewer_sketches_by_bucket ON viewer_sketches (project_id, bucket, traffic)
    WHERE creator_id <> '' AND bucket > '-infinity';
CREATE INDEX viewer_sketches_unmerged ON viewer_sketches (project_id, creator_id, traffic, bucket) WHERE NOT is_merged;

-- The smallest and the largest id of a batch's events: a run looks for them in the partitions of these days only. Null: anywhere.
ALTER TABLE ingest_batches ADD COLUMN first_id uuid, ADD COLUMN last_id uuid;
