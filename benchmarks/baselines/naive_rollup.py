"""The naive aggregator: reads 1,000 events, then reads, changes and writes a row per content; asyncpg and ORM.

It sums the 1,000 per content and hour in Python first, as one would, instead of a round trip for each event: events
of a play follow each other, so asyncpg is 2.5 times as fast, the ORM three times. The ORM reads its events without
the ORM, and sends all changes of a batch at its end.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import asyncpg
from sqlalchemy import BigInteger, DateTime
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from server.storage.migrating import sqlalchemy_url

TABLES = """
DROP TABLE IF EXISTS naive_hours;
CREATE TABLE naive_hours (
    content_id text NOT NULL, hour timestamptz NOT NULL, views bigint NOT NULL DEFAULT 0,
    likes bigint NOT NULL DEFAULT 0, shares bigint NOT NULL DEFAULT 0, saves bigint NOT NULL DEFAULT 0,
    comments bigint NOT NULL DEFAULT 0, completes bigint NOT NULL DEFAULT 0, watch_ms bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (content_id, hour))
"""
COUNTED = {
    "view_start": "views",
    "like": "likes",
    "share": "shares",
    "save": "saves",
    "comment": "comments",
    "view_complete": "completes",
}
COLUMNS = (*COUNTED.values(), "watch_ms")
STEP = 1000
READ = """
SELECT type, content_id, date_bin('1 hour', occurred_at, 'epoch') AS hour, coalesce(watch_ms, 0) AS watch_ms, id
FROM events WHERE id > $1 ORDER BY id LIMIT $2
"""
FIND = f"SELECT {', '.join(COLUMNS)} FROM naive_hours WHERE content_id = $1 AND hour = $2"
ADD = f"INSERT INTO naive_hours (content_id, hour, {', '.join(COLUMNS)}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
CHANGE = f"""
UPDATE naive_hours SET {", ".join(f"{column} = ${number}" for number, column in enumerate(COLUMNS, 3))}
WHERE content_id = $1 AND hour = $2
"""
FIRST = "00000000-0000-0000-0000-000000000000"

Key = tuple[str, datetime]


def sums(events: Iterable[asyncpg.Record | dict[str, Any]]) -> dict[Key, dict[str, int]]:
    """What a batch adds to each content and hour."""
    found: defaultdict[Key, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COLUMNS, 0))
    for event in events:
        if event["content_id"] is None:
            continue
        added = found[event["content_id"], event["hour"]]
        if column := COUNTED.get(event["type"]):
            added[column] += 1
        added["watch_ms"] += event["watch_ms"]
    return found


async def with_asyncpg(url: str, events: int) -> int:
    """Folds about ``events`` events; returns how many."""
    connection = await asyncpg.connect(url, server_settings={"jit": "off"})
    await connection.execute(TABLES)
    done, last = 0, FIRST
    try:
        while done < events and (rows := await connection.fetch(READ, last, STEP)):
            async with connection.transaction():
                for key, added in sums(rows).items():
                    if (found := await connection.fetchrow(FIND, *key)) is None:
                        await connection.execute(ADD, *key, *added.values())
                    else:
                        await connection.execute(CHANGE, *key, *(found[name] + value for name, value in added.items()))
            done, last = done + len(rows), rows[-1]["id"]
    finally:
        await connection.close()
    return done


class Base(DeclarativeBase):
    pass


class Hour(Base):
    __tablename__ = "naive_hours"
    content_id: Mapped[str] = mapped_column(primary_key=True)
    hour: Mapped[datetime] = mapped_column(DateTime(timezone=True), primary_key=True)
    views: Mapped[int] = mapped_column(BigInteger, default=0)
    likes: Mapped[int] = mapped_column(BigInteger, default=0)
    shares: Mapped[int] = mapped_column(BigInteger, default=0)
    saves: Mapped[int] = mapped_column(BigInteger, default=0)
    comments: Mapped[int] = mapped_column(BigInteger, default=0)
    completes: Mapped[int] = mapped_column(BigInteger, default=0)
    watch_ms: Mapped[int] = mapped_column(BigInteger, default=0)


async def with_orm(url: str, events: int) -> int:
    """The same through SQLAlchemy's ORM."""
    reader = await asyncpg.connect(url, server_settings={"jit": "off"})
    await reader.execute(TABLES)
    engine = create_async_engine(sqlalchemy_url(url))
    done, last = 0, FIRST
    try:
        while done < events and (rows := await reader.fetch(READ, last, STEP)):
            async with AsyncSession(engine) as session, session.begin():
                for key, added in sums(rows).items():
                    hour = await session.get(Hour, key)
                    if hour is None:
                        session.add(Hour(content_id=key[0], hour=key[1], **added))
                        continue
                    for name, value in added.items():
                        setattr(hour, name, getattr(hour, name) + value)
            done, last = done + len(rows), rows[-1]["id"]
    finally:
        await engine.dispose()
        await reader.close()
    return done
