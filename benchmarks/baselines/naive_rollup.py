"""The naive aggregator: read 1,000 events, then read, change and write one row per content; asyncpg and ORM."""

import asyncpg
from sqlalchemy import BigInteger, DateTime, select
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
STEP = 1000
READ = """
SELECT type, content_id, date_bin('1 hour', occurred_at, 'epoch') AS hour, coalesce(watch_ms, 0) AS watch_ms, id
FROM events WHERE id > $1 ORDER BY id LIMIT $2
"""
FIRST = "00000000-0000-0000-0000-000000000000"


async def with_asyncpg(url: str, events: int) -> int:
    """Folds about ``events`` events one by one; returns how many."""
    connection = await asyncpg.connect(url)
    await connection.execute(TABLES)
    done, last = 0, FIRST
    try:
        while done < events and (rows := await connection.fetch(READ, last, STEP)):
            async with connection.transaction():
                for event in rows:
                    if event["content_id"] is None:
                        continue
                    key = (event["content_id"], event["hour"])
                    found = await connection.fetchrow(
                        "SELECT * FROM naive_hours WHERE content_id = $1 AND hour = $2", *key
                    )
                    column = COUNTED.get(event["type"])
                    if found is None:
                        await connection.execute("INSERT INTO naive_hours (content_id, hour) VALUES ($1, $2)", *key)
                    current = found[column] if found is not None and column else 0
                    watched = found["watch_ms"] if found is not None else 0
                    if column:
                        await connection.execute(
                            f"UPDATE naive_hours SET {column} = $3, watch_ms = $4 WHERE content_id = $1 AND hour = $2",
                            *key,
                            current + 1,
                            watched + event["watch_ms"],
                        )
                    else:
                        await connection.execute(
                            "UPDATE naive_hours SET watch_ms = $3 WHERE content_id = $1 AND hour = $2",
                            *key,
                            watched + event["watch_ms"],
                        )
            done, last = done + len(rows), rows[-1]["id"]
    finally:
        await connection.close()
    return done


class Base(DeclarativeBase):
    pass


class Hour(Base):
    __tablename__ = "naive_hours"
    content_id: Mapped[str] = mapped_column(primary_key=True)
    hour: Mapped[object] = mapped_column(DateTime(timezone=True), primary_key=True)
    views: Mapped[int] = mapped_column(BigInteger, default=0)
    likes: Mapped[int] = mapped_column(BigInteger, default=0)
    shares: Mapped[int] = mapped_column(BigInteger, default=0)
    saves: Mapped[int] = mapped_column(BigInteger, default=0)
    comments: Mapped[int] = mapped_column(BigInteger, default=0)
    completes: Mapped[int] = mapped_column(BigInteger, default=0)
    watch_ms: Mapped[int] = mapped_column(BigInteger, default=0)


async def with_orm(url: str, events: int) -> int:
    """The same through SQLAlchemy's ORM."""
    reader = await asyncpg.connect(url)
    await reader.execute(TABLES)
    engine = create_async_engine(sqlalchemy_url(url))
    done, last = 0, FIRST
    try:
        while done < events and (rows := await reader.fetch(READ, last, STEP)):
            async with AsyncSession(engine) as session, session.begin():
                for event in rows:
                    if event["content_id"] is None:
                        continue
                    query = select(Hour).where(Hour.content_id == event["content_id"], Hour.hour == event["hour"])
                    hour = (await session.execute(query)).scalar_one_or_none()
                    if hour is None:
                        hour = Hour(content_id=event["content_id"], hour=event["hour"])
                        hour.views = hour.likes = hour.shares = hour.saves = hour.comments = hour.completes = 0
                        hour.watch_ms = 0
                        session.add(hour)
                    if column := COUNTED.get(event["type"]):
                        setattr(hour, column, getattr(hour, column) + 1)
                    hour.watch_ms += event["watch_ms"]
                    await session.flush()
            done, last = done + len(rows), rows[-1]["id"]
    finally:
        await engine.dispose()
        await reader.close()
    return done
