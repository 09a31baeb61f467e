"""Which code continues on which schema, and what processes of two versions tell each other."""

import re
from hashlib import sha256
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from server.analytics.worker_answers import WorkerAnswers
from server.settings import Settings
from server.storage.revision import Schema, newest_revision
from server.worker.messages import FORMAT, Answer, Question

ROOT = Path(__file__).parents[3]
REVISIONS = sorted(file.stem for file in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))
SHAPES = {1: "229873203896fd71"}
"""By the number of a format, the hash of the shapes that it stands for."""


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        (Schema("0047_b"), None),
        (Schema("0047_b", "0047_b"), None),
        (Schema("0048_c", "0047_b"), None),
        (Schema("0049_d", "0046_a"), None),
        (Schema("0048_c", "0048_c"), "start the version that migrated it"),
        (Schema("0049_d", "0048_c"), "start the version that migrated it"),
        (Schema("0048_c"), "start the version that migrated it"),
        (Schema("0046_a", "0046_a"), "run viewpulse migrate"),
        (Schema("0046_a"), "run viewpulse migrate"),
        (Schema(None), "run viewpulse migrate"),
    ],
)
def test_code_continues_on_its_own_schema_and_on_newer_ones_that_say_so(schema: Schema, said: str | None) -> None:
    refusal = schema.refusal("0047_b")

    assert (refusal is None) == (said is None)
    assert (said or "") in (refusal or "")


def compatible_since(revision: str) -> str:
    return str(getattr(import_module(f"migrations.versions.{revision}"), "compatible_since", revision))


def test_a_migration_lets_no_code_continue_that_one_before_it_stopped() -> None:
    since = [compatible_since(revision) for revision in REVISIONS]

    assert [(older, newer) for older, newer in pairwise(since) if older > newer] == []
    assert all(oldest <= revision for oldest, revision in zip(since, REVISIONS, strict=True))
    assert set(since) <= set(REVISIONS)
    assert newest_revision() == REVISIONS[-1]


def test_the_page_says_since_when_each_migration_is_compatible() -> None:
    page = (ROOT / "docs" / "upgrading.md").read_text()
    rows = re.findall(r"^\| since `(\w+)` \| (.*) \|$", page, re.MULTILINE)
    said = [(found, since) for since, listed in rows for found in re.findall(r"`(\w+)`", listed)]

    assert said == [(found, compatible_since(found)) for found in REVISIONS if compatible_since(found) != found]


def shapes() -> list[Any]:
    """Every type that a question or an answer is made of, as JSON Schema."""
    kinds = WorkerAnswers(Settings())._kinds
    bodies = [found for question, answer in kinds.values() for found in (question, answer.__annotations__["return"])]
    return [sorted(kinds), *(schema_of(kind) for kind in (Question, Answer, *bodies))]


def schema_of(kind: type) -> dict[str, Any]:
    return msgspec.json.schema(kind, schema_hook=lambda _: {"type": "any"})


def without_texts(schema: Any) -> Any:
    """The same without descriptions, which may change."""
    if isinstance(schema, dict):
        return {key: without_texts(value) for key, value in schema.items() if key not in {"description", "title"}}
    return [without_texts(item) for item in schema] if isinstance(schema, list) else schema


def test_questions_and_answers_of_another_shape_have_another_format() -> None:
    found = sha256(msgspec.json.encode(without_texts(shapes()), order="deterministic")).hexdigest()[:16]

    assert SHAPES.get(FORMAT) == found, "processes of two versions would misread each other: use the next FORMAT"
