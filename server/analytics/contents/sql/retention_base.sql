-- Duration of a content, and its number of plays, or of views by start@1 if there are more, in a range (null: all time).
SELECT duration_of(:project, :content) AS duration_ms, coalesce(greatest(sum(plays), sum(views)), 0)::bigint AS size
FROM (
    SELECT plays, views
    FROM content_totals
    WHERE :start::timestamptz IS NULL AND project_id = :project::integer AND content_id = :content::text
        AND traffic = ANY (:classes::smallint[])
    UNION ALL
    SELECT plays, views
    FROM content_buckets
    WHERE :start IS NOT NULL AND project_id = :project AND content_id = :content AND bucket >= :start
        AND bucket < :end::timestamptz AND traffic = ANY (:classes)
) AS counted
