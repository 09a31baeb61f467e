-- Where events happen.
SELECT;
