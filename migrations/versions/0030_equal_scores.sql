-- Quality scores have nine decimals. Beyond them, sums of the same parts in another proportion differ by what floats leave out,
-- so contents with equal scores would not be ordered by id. rint(x * 1e9) / 1e9 is the same number in Python.

CREATE OR REPLACE FUNCTION quality_score(
    views bigint, completed_full bigint, likes bigint, comments bigint, shares bigint, rewatches bigint,
    unique_viewers bigint
) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN round((
        capped(percent_of(completed_full, views), 100) * 0.35
        + capped(percent_of(likes + comments + shares, views), 20) * 0.30
        + capped(percent_of(shares, views), 5) * 0.20
        + capped(percent_of(rewatches, unique_viewers), 30) * 0.15) * 1e9) / 1e9;

UPDATE content_scores SET quality = round(quality * 1e9) / 1e9 WHERE quality <> round(quality * 1e9) / 1e9;
