"""The role that requests read as: it sees the rows of one project, whatever a statement says.

``migrations/isolation.sql`` makes it, its policies and its grants.
"""

from server.storage.statement import Source

READER = "viewpulse_reader"
"""The role; it belongs to the server, not to a database, and is part of no dump."""

_OPEN_TABLES = """
SELECT relname
FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
    AND EXISTS (
        SELECT 1 FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'project_id' AND NOT attisdropped)
    AND NOT (
        relrowsecurity AND EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid AND polname = 'one_project'))
ORDER BY relname
"""
_POWERS = """
SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT 1 FROM pg_auth_members WHERE member = pg_roles.oid)
FROM pg_roles WHERE rolname = $1
"""


def read_only(project_id: int) -> str:
    """SQL, to follow the text that begins a transaction: until its end it reads as the reader of a project.

    As a part of that text it costs no round trip. It ends with the transaction, so nothing is left on a connection that
    a pooler hands to others.
    """
    return f"SET LOCAL ROLE {READER}; SET LOCAL viewpulse.project = '{project_id:d}'"


async def has_powers(source: Source) -> bool:
    """Whether the reader passes by its policies: as a superuser, with BYPASSRLS, or as a member of another role."""
    return bool(await source.fetchval(_POWERS, READER))


async def open_tables(source: Source) -> list[str]:
    """The tables with rows of projects that have no policy."""
    return [row["relname"] for row in await source.fetch(_OPEN_TABLES)]
