from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

import pytest

from server.access import Role, Viewer
from server.errors import ErrorCode, ViewpulseError
from server.events.content_record import ContentRecord
from server.events.contents import CACHE_SECONDS, Content, ContentCatalogue, KnownContent
from server.events.declaration import decode_declaration
from server.events.model import Rejection
from server.storage.database import Pool

ADMIN = Viewer(user_id="root", role=Role.ADMIN)
ANN = Viewer(user_id="ann", role=Role.CREATOR)
BOB = Viewer(user_id="bob", role=Role.CREATOR)
VIDEO = {"id": "c1", "type": "SHORT", "creatorId": "ann", "title": "Loft", "caption": "Two rooms", "thumbnail": "t.jpg",
         "duration": 61.5, "publishedAt": "2026-03-01T12:00:00+01:00"}  # fmt: skip


async def upsert(catalogue: ContentCatalogue, viewer: Viewer, *records: dict[str, Any]) -> list[Content | Rejection]:
    return await catalogue.upsert(viewer, [decode_declaration(record, ContentRecord) for record in records])


def codes(answers: list[Content | Rejection]) -> list[str | None]:
    return [answer.code if isinstance(answer, Rejection) else None for answer in answers]


async def test_a_content_is_kept_whole_and_fields_left_out_keep_their_value(catalogue: ContentCatalogue) -> None:
    await upsert(catalogue, ADMIN, VIDEO)
    (answer,) = await upsert(catalogue, ADMIN, {"id": "c1", "title": "Attic", "caption": None})
    assert isinstance(answer, Content)
    published = datetime(2026, 3, 1, 11, tzinfo=UTC)
    expected = Content("c1", "short", "ann", "Attic", "Two rooms", "t.jpg", 61_500, published, answer.updated_at)
    assert answer == expected == await catalogue.find(1, "c1")
    assert await catalogue.find(2, "c1") is None


async def test_each_content_is_answered_on_its_own(catalogue: ContentCatalogue) -> None:
    answers = await upsert(
        catalogue,
        ADMIN,
        VIDEO,
        {"id": "c2", "duration": -1},
        {"id": "c\0"},
        VIDEO,
        {"id": "c3", "kind": "x"},
        {"id": "c0"},
    )
    assert codes(answers) == [None, "OUT_OF_RANGE", "BAD_INPUT", "BAD_INPUT", "FIELD_NOT_ALLOWED", None]


async def test_a_creator_changes_its_own_and_what_is_nobodys(catalogue: ContentCatalogue, pool: Pool) -> None:
    await upsert(catalogue, ADMIN, {"id": "anns", "creatorId": "ann"}, {"id": "nobodys"})
    await pool.execute(
        "INSERT INTO content_states (project_id, content_id, owner_id, owner_at, first_event_at, revision)"
        " VALUES (1, 'seen', 'ann', now(), now(), 1), (1, 'unnamed', NULL, NULL, now(), 1)"
    )
    tried = [{"id": name} for name in ("anns", "nobodys", "new", "seen", "unnamed")]
    answers = await upsert(catalogue, BOB, *tried, {"id": "other", "creatorId": "ann"})
    assert codes(answers) == ["FORBIDDEN", None, None, "FORBIDDEN", None, "FORBIDDEN"]
    owners = {
        row["content_id"]: row["creator_id"] for row in await pool.fetch("SELECT content_id, creator_id FROM contents")
    }
    assert owners == {"anns": "ann", "nobodys": "bob", "new": "bob", "unnamed": "bob"}
    assert codes(await upsert(catalogue, ANN, {"id": "anns", "title": "x"}, {"id": "seen"})) == [None, None]


async def test_without_claims_a_creator_changes_only_what_the_catalogue_gives_it(pool: Pool) -> None:
    catalogue = ContentCatalogue(pool, creators_claim=False)
    await upsert(catalogue, ADMIN, {"id": "anns", "creatorId": "ann"}, {"id": "bobs", "creatorId": "bob"}, {"id": "no"})
    tried = [{"id": name, "title": "Mine"} for name in ("anns", "bobs", "no", "new")]
    assert codes(await upsert(catalogue, BOB, *tried)) == ["FORBIDDEN", None, "FORBIDDEN", "FORBIDDEN"]


async def test_an_admin_settles_whose_a_content_is(catalogue: ContentCatalogue) -> None:
    assert codes(await upsert(catalogue, BOB, {"id": "c1", "title": "Mine"})) == [None]
    assert codes(await upsert(catalogue, ANN, {"id": "c1"})) == ["FORBIDDEN"]
    assert codes(await upsert(catalogue, ADMIN, {"id": "c1", "creatorId": "ann"})) == [None]
    assert codes(await upsert(catalogue, BOB, {"id": "c1"})) == ["FORBIDDEN"]
    (content,) = await upsert(catalogue, ANN, {"id": "c1", "caption": "Mine"})
    assert isinstance(content, Content)
    assert (content.creator_id, content.title) == ("ann", "Mine")


@pytest.mark.parametrize(
    ("viewer", "number", "code"),
    [
        (Viewer(may_track=True), 1, ErrorCode.UNAUTHENTICATED),
        (Viewer(user_id="u", role=Role.USER), 1, ErrorCode.FORBIDDEN),
        (ADMIN, 0, ErrorCode.BAD_INPUT),
        (ADMIN, 101, ErrorCode.BAD_INPUT),
    ],
)
async def test_who_may_not_and_how_many(
    catalogue: ContentCatalogue, viewer: Viewer, number: int, code: ErrorCode
) -> None:
    with pytest.raises(ViewpulseError) as failure:
        await upsert(catalogue, viewer, *({"id": f"c{index}"} for index in range(number)))
    assert failure.value.code is code


class Overtaken:
    """A pool whose first rows reach the reader after another caller's upsert."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.overtake: Callable[[], Awaitable[object]] | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)

    async def fetch(self, *arguments: Any) -> Any:
        rows = await self._pool.fetch(*arguments)
        overtake, self.overtake = self.overtake, None
        if overtake is not None:
            await overtake()
        return rows


class Lost:
    """A pool that loses the answer to each commit."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pool, name)

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Any]:
        async with self._pool.acquire() as connection:
            yield connection
            raise ConnectionResetError("the answer was lost")


async def test_a_look_up_that_an_upsert_overtakes_is_not_remembered(pool: Pool) -> None:
    overtaken = Overtaken(pool)
    catalogue = ContentCatalogue(cast("Pool", overtaken))
    await upsert(catalogue, ADMIN, VIDEO)
    overtaken.overtake = partial(upsert, catalogue, ADMIN, {"id": "c1", "creatorId": "bob"})
    assert await catalogue.get_many(1, ["c1"]) == {"c1": KnownContent("ann", 61_500)}
    assert await catalogue.get_many(1, ["c1"]) == {"c1": KnownContent("bob", 61_500)}


async def test_an_upsert_whose_answer_is_lost_is_forgotten_all_the_same(
    catalogue: ContentCatalogue, pool: Pool
) -> None:
    await upsert(catalogue, ADMIN, VIDEO)
    assert await catalogue.get_many(1, ["c1"]) == {"c1": KnownContent("ann", 61_500)}
    catalogue._pool = cast("Pool", Lost(pool))
    with pytest.raises(ConnectionResetError):
        await upsert(catalogue, ADMIN, {"id": "c1", "duration": 2})
    catalogue._pool = pool
    assert await catalogue.get_many(1, ["c1"]) == {"c1": KnownContent("ann", 2000)}


async def test_look_ups_remember_for_a_while_what_is_known_and_what_is_not(pool: Pool) -> None:
    clock = [0.0]
    catalogue = ContentCatalogue(pool, clock=lambda: clock[0])
    assert await catalogue.get_many(1, ["c1"]) == {}
    await pool.execute("INSERT INTO contents (project_id, content_id, creator_id) VALUES (1, 'c1', 'ann')")
    assert await catalogue.get_many(1, ["c1"]) == {}
    clock[0] = CACHE_SECONDS + 1
    assert await catalogue.get_many(1, ["c1", "c2"]) == {"c1": KnownContent("ann", None)}
    await upsert(catalogue, ADMIN, {"id": "c1", "duration": 2})
    assert await catalogue.get_many(1, ["c1"]) == {"c1": KnownContent("ann", 2000)}
