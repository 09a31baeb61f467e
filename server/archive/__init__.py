"""The archive: events in files of columns, a table that DuckDB, Spark and others read (docs/archive.md)."""
