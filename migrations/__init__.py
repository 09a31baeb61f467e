"""The database schema: plain SQL files, run in order by Alembic."""
