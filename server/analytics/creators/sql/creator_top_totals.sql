-- The viewed contents that count for a creator, by engagement score, over all time.
SELECT owned.content_id, contents.title, contents.thumbnail, measured.*
FROM content_owners AS owned
CROSS JOIN LATERAL (
    SELECT {listed: coalesce(sum(@), 0)::bigint AS #}
    FROM content_totals
    WHERE project_id = :project AND content_id = owned.content_id AND traffic = ANY (:classes::smallint[])
) AS measured
LEFT JOIN contents ON contents.project_id = :project AND contents.content_id = owned.content_id
WHERE owned.project_id = :project AND owned.creator_id = :creator AND measured.views > 0
ORDER BY
    engagement_score(measured.views, measured.completed_full, measured.saves, measured.shares, measured.clicks,
        measured.skips) DESC,
    measured.views DESC, owned.content_id
LIMIT :limit
