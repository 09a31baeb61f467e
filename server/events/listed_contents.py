"""The list of the contents in the catalogue."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

import asyncpg

from server.events.contents import Content
from server.storage.pages import PagedList, each
from server.storage.sql import load_sql, read_sql

_COLUMNS = [field.name for field in fields(Content)]
_ALL, _OWNED = "catalogue", f"({read_sql(__name__, 'owned_contents')})"
"""What is listed: the whole catalogue, or one creator's part of it."""


class CatalogueSort(StrEnum):
    """Order of the list."""

    RECENT = "recent"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class ContentFilter:
    """Which contents to list.

    Attributes:
        search: A part of the title, in upper or lower case, or an id; None: all contents.
        types: Stored names of the types; None: all.
        creator_id: The owner; None: any.
    """

    search: str | None = None
    types: Collection[str] | None = None
    creator_id: str | None = None


def listed_contents(project_id: int, wanted: ContentFilter, sort: CatalogueSort) -> PagedList[Content]:
    """The contents in the catalogue; ties by id.

    Args:
        project_id: The project.
        wanted: Which contents.
        sort: The order.
    """
    values: dict[str, object] = {
        "project": project_id,
        "search": wanted.search,
        "types": None if wanted.types is None else sorted(wanted.types),
    }
    catalogue = _ALL
    if wanted.creator_id is not None:
        catalogue, values["creator"] = _OWNED, wanted.creator_id
    if sort is CatalogueSort.TITLE:
        return PagedList(
            load=lambda direction: load_sql(__name__, "contents_by_title", catalogue=catalogue, **direction),
            values=values,
            key={"sort_value": str, "content_id": str},
            after={"after_title": None, "after_id": ""},
            make=each(_content),
            order=sort.value,
        )
    return PagedList(
        load=lambda direction: load_sql(__name__, "contents_by_publication", catalogue=catalogue, **direction),
        values=values,
        key={"sort_value": datetime, "content_id": str},
        after={"after_time": None, "after_id": ""},
        make=each(_content),
        order=sort.value,
    )


def _content(row: asyncpg.Record) -> Content:
    return Content(*[row[name] for name in _COLUMNS])
