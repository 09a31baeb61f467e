-- Number of a creator's contents.
SELECT count(*) FROM contents_of(:project, :creator)
