-- The contents of a creator.
SELECT content_id FROM contents_of(:project, :creator)
