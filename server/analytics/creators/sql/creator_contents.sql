-- How many contents a creator has.
-- $1 project, $2 creator
SELECT count(*) FROM contents_of($1, $2)
