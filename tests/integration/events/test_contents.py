from datetime import UTC, datetime
from typing import Any

import pytest

from server.access import Caller, Role
from server.errors import ErrorCode, ViewpulseError
from server.events.content_record import ContentRecord
from server.events.contents import Content, ContentCatalogue, find_content
from server.events.ingest import Ingest
from server.events.model import Rejection
from server.events.upsert_item import decode_upsert_item
from server.storage.database import Pool
from tests.integration.events.conftest import APP, items, view

ADMIN = Caller(user_id="root", role=Role.ADMIN)
ANN = Caller(user_id="ann", role=Role.CREATOR)
BOB = Caller(user_id="bob", role=Role.CREATOR)
VIDEO = {"id": "c1", "type": "SHORT", "creatorId": "ann", "title": "Loft", "caption": "Two rooms", "thumbnail": "t.jpg",
         "duration": 61.5, "publishedAt": "2026-03-01T12:00:00+01:00"}  # fmt: skip


async def upsert(catalogue: ContentCatalogue, caller: Caller, *records: dict[str, Any]) -> list[Content | Rejection]:
    return await catalogue.upsert(caller, [decode_upsert_item(record, ContentRecord) for record in records])


def codes(answers: list[Content | Rejection]) -> list[str | None]:
    return [answer.code if isinstance(answer, Rejection) else None for answer in answers]


async def test_a_content_is_kept_whole_and_fields_left_out_keep_their_value(
    catalogue: ContentCatalogue, pool: Pool
) -> None:
    await upsert(catalogue, ADMIN, VIDEO)
    (answer,) = await upsert(catalogue, ADMIN, {"id": "c1", "title": "Attic", "caption": None})
    assert isinstance(answer, Content)
    published = datetime(2026, 3, 1, 11, tzinfo=UTC)
    expected = Content("c1", "short", "ann", "Attic", "Two rooms", "t.jpg", 61_500, published, answer.updated_at)
    assert answer == expected == await find_content(pool, 1, "c1")
    assert await find_content(pool, 2, "c1") is None


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


async def test_a_creator_changes_its_own_contents_and_those_without_an_owner(
    catalogue: ContentCatalogue, pool: Pool
) -> None:
    await upsert(catalogue, ADMIN, {"id": "anns", "creatorId": "ann"}, {"id": "nobodys"})
    await pool.execute(
        "INSERT INTO content_states (project_id, content_id, owner_id, owner_at, arrived_at, first_event_at, revision)"
        " VALUES (1, 'seen', 'ann', now(), now(), now(), 1), (1, 'unnamed', NULL, NULL, now(), now(), 1)"
    )
    tried = [{"id": name} for name in ("anns", "nobodys", "new", "seen", "unnamed")]
    answers = await upsert(catalogue, BOB, *tried, {"id": "other", "creatorId": "ann"})
    assert codes(answers) == ["FORBIDDEN", None, None, "FORBIDDEN", None, "FORBIDDEN"]
    paths = [answer.path for answer in answers if isinstance(answer, Rejection)]
    assert paths == [["id"], ["id"], ["creatorId"]], "the field that names another's"
    owners = {
        row["content_id"]: row["creator_id"] for row in await pool.fetch("SELECT content_id, creator_id FROM contents")
    }
    assert owners == {"anns": "ann", "nobodys": "bob", "new": "bob", "unnamed": "bob"}
    assert codes(await upsert(catalogue, ANN, {"id": "anns", "title": "x"}, {"id": "seen"})) == [None, None]


async def test_without_claims_a_creator_changes_only_contents_that_the_catalogue_assigns(pool: Pool) -> None:
    catalogue = ContentCatalogue(pool, creators_claim=False)
    await upsert(catalogue, ADMIN, {"id": "anns", "creatorId": "ann"}, {"id": "bobs", "creatorId": "bob"}, {"id": "no"})
    tried = [{"id": name, "title": "Mine"} for name in ("anns", "bobs", "no", "new")]
    assert codes(await upsert(catalogue, BOB, *tried)) == ["FORBIDDEN", None, "FORBIDDEN", "FORBIDDEN"]


async def test_an_admin_decides_the_owner_of_a_content(catalogue: ContentCatalogue) -> None:
    assert codes(await upsert(catalogue, BOB, {"id": "c1", "title": "Mine"})) == [None]
    assert codes(await upsert(catalogue, ANN, {"id": "c1"})) == ["FORBIDDEN"]
    assert codes(await upsert(catalogue, ADMIN, {"id": "c1", "creatorId": "ann"})) == [None]
    assert codes(await upsert(catalogue, BOB, {"id": "c1"})) == ["FORBIDDEN"]
    (content,) = await upsert(catalogue, ANN, {"id": "c1", "caption": "Mine"})
    assert isinstance(content, Content)
    assert (content.creator_id, content.title) == ("ann", "Mine")


@pytest.mark.parametrize(
    ("caller", "number", "code"),
    [
        (Caller(may_track=True), 1, ErrorCode.UNAUTHENTICATED),
        (Caller(user_id="u", role=Role.USER), 1, ErrorCode.FORBIDDEN),
        (ADMIN, 0, ErrorCode.BAD_INPUT),
        (ADMIN, 101, ErrorCode.BAD_INPUT),
    ],
)
async def test_unauthorised_viewers_and_too_many_items_are_refused(
    catalogue: ContentCatalogue, caller: Caller, number: int, code: ErrorCode
) -> None:
    with pytest.raises(ViewpulseError) as failure:
        await upsert(catalogue, caller, *({"id": f"c{index}"} for index in range(number)))
    assert failure.value.code is code


async def test_the_next_event_is_completed_from_the_current_catalogue(
    catalogue: ContentCatalogue, ingest: Ingest, pool: Pool
) -> None:
    async def stored() -> tuple[str | None, int | None]:
        [result] = await ingest.track(APP, items(view(creatorId="zoe")))
        row = await pool.fetchrow("SELECT creator_id, duration_ms FROM events WHERE id = $1", result.event_id)
        assert row is not None
        return row["creator_id"], row["duration_ms"]

    assert await stored() == ("zoe", None)
    await upsert(catalogue, ADMIN, VIDEO)
    assert await stored() == ("ann", 61_500)
    await upsert(catalogue, ADMIN, {"id": "c1", "creatorId": "bob", "duration": 2})
    assert await stored() == ("bob", 2000)
    await pool.execute("DELETE FROM contents")
    assert await stored() == ("zoe", None)
