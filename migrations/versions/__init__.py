"""One .py and one .sql file per migration."""
