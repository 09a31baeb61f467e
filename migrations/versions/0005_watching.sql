-- Who is watching now.
SELECT;
