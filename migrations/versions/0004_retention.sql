-- Retention curves of a content by day.
SELECT;
