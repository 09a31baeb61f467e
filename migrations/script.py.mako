"""${message}"""

from migrations.plain_sql import run_file

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
compatible_since = ${repr(up_revision)}  # the oldest revision whose code continues on this schema; CONTRIBUTING.md


def upgrade() -> None:
    """Applies ${up_revision}.sql; env.py has set a lock_timeout."""
    run_file("${up_revision}.sql")
