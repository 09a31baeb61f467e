-- The numbers that are stored, as arrays.
unnest(
    :posts::text[], :metrics::text[], :ats::timestamptz[], :values::double precision[], :provenances::text[],
    :reasons::text[], :sources::text[]
) AS sent (post_id, metric, at, value, provenance, reason, source)
