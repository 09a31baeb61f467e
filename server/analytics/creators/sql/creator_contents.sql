-- Number of a creator's contents.
SELECT count(*) FROM ({include: contents_of}) AS owned
