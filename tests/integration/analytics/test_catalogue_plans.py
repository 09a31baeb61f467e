"""A page of the catalogue reads a page, however many contents there are."""

from datetime import UTC, datetime

import pytest

from server.events.listed_contents import CatalogueSort, ContentFilter, listed_contents
from server.storage.database import Pool
from server.storage.pages import BACKWARDS, FORWARDS, Direction, Key
from tests.integration.analytics.people.test_plans import rows_read
from tests.integration.analytics.test_plans import explain_statement

PAGE = 21
OWNED = 30
"""Contents of each creator; their events name the same creator."""


@pytest.mark.parametrize("direction", [FORWARDS, BACKWARDS], ids=["forwards", "backwards"])
@pytest.mark.parametrize("sort", CatalogueSort)
async def test_a_page_of_the_catalogue_reads_about_a_page(
    many_rows: Pool, sort: CatalogueSort, direction: Direction
) -> None:
    listed = listed_contents(1, ContentFilter(), sort)
    for after in ({}, _place(sort)):
        values = {**listed.values, **listed.after, **after, "limit": PAGE}
        found = await explain_statement(many_rows, listed.load(direction), **values)
        assert rows_read(found, "contents") <= 2 * PAGE
        assert not [node for node in found if node["Node Type"] == "Seq Scan"]


@pytest.mark.parametrize("direction", [FORWARDS, BACKWARDS], ids=["forwards", "backwards"])
@pytest.mark.parametrize("sort", CatalogueSort)
async def test_a_page_of_one_creator_reads_that_creators_contents(
    many_rows: Pool, sort: CatalogueSort, direction: Direction
) -> None:
    listed = listed_contents(1, ContentFilter(creator_id="k7"), sort)
    for generic in (False, True):
        for after in ({}, _place(sort)):
            values = {**listed.values, **listed.after, **after, "limit": PAGE}
            found = await explain_statement(many_rows, listed.load(direction), generic, **values)
            assert rows_read(found, "contents") <= 2 * OWNED, generic
            assert not [node for node in found if node["Node Type"] == "Seq Scan"]


def _place(sort: CatalogueSort) -> dict[str, Key]:
    """In the middle; the contents of the database have neither a title nor a date."""
    if sort is CatalogueSort.TITLE:
        return {"after_title": "", "after_id": "c2"}
    return {"after_time": datetime(1970, 1, 1, tzinfo=UTC), "after_id": "c2"}
