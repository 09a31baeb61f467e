-- The contents of a creator $2.
SELECT content_id FROM contents_of($1, $2)
