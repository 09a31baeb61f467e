-- The contents of the creator :creator in the catalogue: those that it gives the creator, and of those that it gives nobody, the
-- ones whose events do. OFFSET 0 has all of them read first: in the order of an index, a page of few contents would look at
-- those of every creator.
SELECT given.*
FROM contents AS given
WHERE given.project_id = :project AND given.creator_id = :creator
UNION ALL
SELECT seen.*
FROM content_states AS named
JOIN contents AS seen
    ON seen.project_id = :project AND seen.content_id = named.content_id AND seen.creator_id IS NULL
WHERE named.project_id = :project AND named.owner_id = :creator
OFFSET 0
