-- The contents with the most views in :minutes, of the content :content, the creator :creator or, if both are null, the
-- platform; and how many viewers are watching each of them now.
SELECT ranked.content_id, {include: content_card}, ranked.views, watching.viewers AS concurrent_viewers
FROM (
    SELECT content_id, sum({prefix}views)::bigint AS views
    FROM minute_counts
    WHERE project_id = :project AND minute = ANY (:minutes::timestamptz[]) AND content_id <> ''
        AND (:content::text IS NULL OR content_id = :content) AND (:creator::text IS NULL OR owner_id = :creator)
        AND traffic = ANY (:classes::smallint[])
    GROUP BY content_id
    HAVING sum({prefix}views) > 0
    ORDER BY views DESC, content_id
    LIMIT :limit
) AS ranked
LEFT JOIN contents AS catalogue ON catalogue.project_id = :project AND catalogue.content_id = ranked.content_id
LEFT JOIN content_states AS states ON states.project_id = :project AND states.content_id = ranked.content_id
CROSS JOIN LATERAL (
    SELECT count(*) AS viewers
    FROM watchers
    WHERE project_id = :project AND content_id = ranked.content_id AND is_watching AND traffic = ANY (:classes)
) AS watching
ORDER BY ranked.views DESC, ranked.content_id
