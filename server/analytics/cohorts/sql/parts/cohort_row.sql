-- Which rows are needed. Amounts, which have no key, come after all events of the same moment, so that what begins with a start
-- belongs to it.
steps & 1 <> 0 OR occurred_at >= :since::timestamptz AND (steps <> 0 OR key IS NULL)
