"""Historical import: files of events through the same validation and the same exactly-once path as the API."""
