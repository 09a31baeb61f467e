"""The expected answers of ``contents``."""

from base64 import urlsafe_b64encode
from datetime import datetime

from tests.recompute.comparison import ANYTHING
from tests.recompute.groups import Answer
from tests.recompute.listed import described
from tests.recompute.truth import Truth

SORTS = ("RECENT", "TITLE")


def contents(
    truth: Truth, sort: str, *, search: str | None = None, types: list[str] | None = None, creator_id: str | None = None
) -> list[Answer]:
    """The contents of the catalogue that are asked for, in order."""
    rows = [_content(truth, name) for name, content in truth.contents.items() if content.in_catalogue]
    rows = [
        row
        for row in rows
        if (search is None or search == row["contentId"] or search.lower() in row["title"].lower())
        and (types is None or row["type"] in types)
        and (creator_id is None or row["creatorId"] == creator_id)
    ]
    rows.sort(key=lambda row: row["contentId"])
    if sort == "TITLE":
        return sorted(rows, key=lambda row: row["title"].lower())
    return sorted(rows, key=lambda row: row["publishedAt"], reverse=True)


def _content(truth: Truth, name: str) -> Answer:
    content = truth.contents[name]
    return {
        **described(truth, name),
        "id": urlsafe_b64encode(f"Content:{name}".encode()).decode().rstrip("="),
        "duration": content.duration,
        "publishedAt": datetime.fromisoformat(content.described["publishedAt"]).isoformat(),
        "updatedAt": ANYTHING,
    }
