"""The types of the rows in which events reach PostgreSQL."""

import asyncio

import pytest

from server.events.consent import ConsentCheck
from server.events.writing import EventWriter
from server.settings import Settings
from server.storage.database import Pool
from server.storage.event_types import CONSENT_COLUMNS, NEW_EVENT
from server.storage.migrating import migrate
from server.storage.revision import newest_revision


def test_consent_is_sent_in_the_order_of_the_columns() -> None:
    assert tuple(CONSENT_COLUMNS) == ConsentCheck._fields


@pytest.mark.own_database
async def test_a_writer_makes_no_temporary_objects(settings: Settings) -> None:
    """The first one of a session would make all other sessions plan again."""
    writer = EventWriter(settings)
    await writer.prepare()
    assert await (await writer.connect()).fetchval("SELECT pg_my_temp_schema()") == 0
    await writer.close()


@pytest.mark.own_database
@pytest.mark.parametrize("revision", [newest_revision(), "9999_next"])
async def test_migrating_adds_the_types_of_this_version(settings: Settings, pool: Pool, revision: str) -> None:
    await pool.execute(f"ALTER TYPE {NEW_EVENT} RENAME TO new_event_of_another")
    await pool.execute(
        "UPDATE alembic_version SET version_num = $1, compatible_since = $2", revision, newest_revision()
    )
    writer = EventWriter(settings)
    with pytest.raises(ConnectionError, match="run viewpulse migrate"):
        await writer.connect()
    await asyncio.to_thread(migrate, settings.database_url)
    await writer.prepare()
    await writer.close()
    await pool.execute("SELECT NULL::new_event_of_another")
