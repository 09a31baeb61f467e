"""Who sends which schema version is what the raw events say."""

from datetime import timedelta
from typing import Any

import pytest

from tests.dataset.generate import NOW
from tests.dataset.quizzes import OLD_LIKES, POLL, QUIZ
from tests.integration.analytics.stack import Stack
from tests.integration.every_number.asking import LISTED
from tests.integration.every_number.documents import SCHEMA_USAGE
from tests.integration.every_number.paging import walk
from tests.recompute.comparison import none_of
from tests.recompute.schema_usage import schema_usage
from tests.recompute.truth import Truth

DEPRECATED: dict[tuple[str, str | None, str], str] = {
    ("LIKE", None, OLD_LIKES["version"]): (NOW + timedelta(days=90)).date().isoformat()
}


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"days": 400}, {}),
        ({"days": 10}, {}),
        ({"days": 400, "names": [QUIZ, POLL]}, {"names": [QUIZ, POLL]}),
        ({"days": 400, "types": ["LIKE", "CUSTOM"]}, {"types": ["LIKE", "CUSTOM"]}),
        ({"days": 400, "onlyDeprecated": True}, {"only_deprecated": True}),
    ],
    ids=str,
)
async def test_who_sends_which_version_matches_raw_events(
    stack: Stack, truth: Truth, asked: dict[str, Any], wanted: dict[str, Any]
) -> None:
    rows = schema_usage(truth, NOW.date(), asked["days"], DEPRECATED, **wanted)
    assert len(rows) > 3
    none_of(await walk(stack, SCHEMA_USAGE, rows, LISTED, size=10, **asked))
