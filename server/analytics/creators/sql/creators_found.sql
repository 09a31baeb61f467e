-- Number of creators that :search finds (null: all).
SELECT count(*)
FROM (
        {include: found_creators}
) AS found
