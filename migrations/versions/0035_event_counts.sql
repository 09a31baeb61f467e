-- Events of each type by quarter-hour. Those that are counted already are added by `viewpulse rebuild`, as far as there are raw
-- events.
CREATE TABLE event_counts (
    project_id integer NOT NULL,
    bucket     timestamptz NOT NULL,
    type       text NOT NULL,
    traffic    smallint NOT NULL,
    events     bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (project_id, bucket, type, traffic)
) WITH (fillfactor = 50);
