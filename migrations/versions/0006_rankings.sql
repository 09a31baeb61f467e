-- Hot hours and scores of contents.
SELECT;
