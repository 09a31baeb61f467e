-- The sales of the subject {whose} in a range, or since ever, in one currency or in all (:currency null).
sales
WHERE project_id = :project AND {whose} AND traffic = ANY (:classes::smallint[])
    AND bucket >= greatest(:start::timestamptz, '-infinity') AND bucket < least(:end::timestamptz, 'infinity')
    AND (:currency::text IS NULL OR currency = :currency)
