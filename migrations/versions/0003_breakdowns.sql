-- Breakdowns of a content by day.
SELECT;
