"""Advisory locks. Each schema has its own: several set-ups, or cells, in one database never wait for each other."""

from server.storage.database import Connection

_KEY = "$1 | CASE current_schema() WHEN 'public' THEN 0 ELSE hashtext(current_schema())::bigint << 32 END"
"""Locks of the schema ``public`` have the plain number, whatever version of the server takes them."""


async def lock(connection: Connection, number: int) -> None:
    """Takes a lock for the session, as soon as no other session holds it."""
    await connection.execute(f"SELECT pg_advisory_lock({_KEY})", number)


async def try_lock(connection: Connection, number: int) -> bool:
    """Takes a lock for the session, unless another session holds it."""
    return bool(await connection.fetchval(f"SELECT pg_try_advisory_lock({_KEY})", number))


async def holders(connection: Connection, number: int) -> int:
    """How many sessions hold a lock of this schema."""
    sql = f"""
        SELECT count(*) FROM pg_locks
        WHERE locktype = 'advisory' AND objsubid = 1 AND granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND (classid::bigint << 32 | objid::bigint) = ({_KEY})
    """  # noqa: S608  # the key is ours
    return int(await connection.fetchval(sql, number))


async def lock_in_transaction(connection: Connection, number: int) -> None:
    """Takes a lock until the end of the transaction, as soon as no other session holds it."""
    await connection.execute(f"SELECT pg_advisory_xact_lock({_KEY})", number)


async def try_lock_in_transaction(connection: Connection, number: int) -> bool:
    """Takes a lock until the end of the transaction, unless another session holds it."""
    return bool(await connection.fetchval(f"SELECT pg_try_advisory_xact_lock({_KEY})", number))


async def try_lock_project(connection: Connection, project_id: int) -> bool:
    """Takes a lock of a project for the session, unless another session holds it."""
    sql = "SELECT pg_try_advisory_lock(hashtext('project of ' || current_schema()), $1)"
    return bool(await connection.fetchval(sql, project_id))


async def lock_project_in_transaction(connection: Connection, what: str, project_id: int) -> None:
    """Takes a lock of a project until the end of the transaction, as soon as no other session holds it.

    Args:
        connection: In a transaction.
        what: What of the project it locks; other locks of the project, and those of other projects, are not waited for.
        project_id: The project.
    """
    sql = "SELECT pg_advisory_xact_lock(hashtext($1 || ' of ' || current_schema()), $2)"
    await connection.execute(sql, what, project_id)
