-- Number of a creator's contents.
-- $1 project, $2 creator
SELECT count(*) FROM contents_of($1, $2)
