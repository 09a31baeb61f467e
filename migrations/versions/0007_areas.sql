-- Where events happen: counts by H3 cell, and the way to the events of a cell.
--
-- An H3 cell is a number of 64 bits: the resolution in bits 52-55, then three bits for each step down from the largest
-- cells, the unused ones all set. So a larger cell is found by arithmetic.

-- The cell of a coarser resolution (0-5) that a cell lies in.
CREATE FUNCTION wider_cell(cell bigint, resolution integer) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (cell & ~(15::bigint << 52)) | (resolution::bigint << 52) | ((1::bigint << (45 - 3 * resolution)) - 1);

-- Metres between two points over the sphere that H3 uses (haversine).
CREATE FUNCTION distance_m(
    latitude_a double precision, longitude_a double precision, latitude_b double precision, longitude_b double precision
) RETURNS double precision
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE  -- strict, for least() passes over nulls
    RETURN 2 * 6371007.180918475 * asin(least(1, sqrt(
        sin(radians(latitude_b - latitude_a) / 2) ^ 2
        + cos(radians(latitude_a)) * cos(radians(latitude_b)) * sin(radians(longitude_b - longitude_a) / 2) ^ 2)));

-- The events of one cell, by time.
CREATE INDEX events_by_cell ON events (project_id, cell, occurred_at) WHERE cell IS NOT NULL;

-- Events by the cell they name, and views: those of start@1 are events, those of the other definitions are plays, in
-- the quarter-hour of their start and the cell of their earliest event.
CREATE TABLE area_buckets (
    project_id     integer NOT NULL,
    cell           bigint NOT NULL,        -- of resolution 5
    bucket         timestamptz NOT NULL,
    traffic        smallint NOT NULL,
    events         bigint NOT NULL DEFAULT 0,
    views          bigint NOT NULL DEFAULT 0,
    engaged_views  bigint NOT NULL DEFAULT 0,
    peertube_views bigint NOT NULL DEFAULT 0,
    linkedin_views bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (project_id, cell, bucket, traffic)
) WITH (fillfactor = 80);

-- The same by day (UTC), so that long ranges stay cheap, and the cells of a day are known; '-infinity' is all time.
CREATE TABLE area_days (
    project_id     integer NOT NULL,
    day            timestamptz NOT NULL,
    cell           bigint NOT NULL,
    traffic        smallint NOT NULL,
    events         bigint NOT NULL DEFAULT 0,
    views          bigint NOT NULL DEFAULT 0,
    engaged_views  bigint NOT NULL DEFAULT 0,
    peertube_views bigint NOT NULL DEFAULT 0,
    linkedin_views bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (project_id, day, cell, traffic)
) WITH (fillfactor = 80);
