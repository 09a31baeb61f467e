"""Documents that follow the schema and say anything: each is answered, or refused with a code, and never INTERNAL."""

import re
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any

import graphql
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis_graphql import mutations, nodes, queries

from server.access import Role
from server.app import create_app
from server.errors import ErrorCode
from server.settings import Settings
from server.storage.database import Pool
from server.storage.write_keys import new_write_key, register_write_key
from tests.drawing import drawn
from tests.integration.transport.api import GRAPHQL_RESPONSE, Api, served

pytestmark = pytest.mark.own_database  # what the mutations leave is nobody's

SCHEMA = (Path(__file__).parents[2] / "schema.graphql").read_text()
TYPES = graphql.build_schema(SCHEMA)
OPERATIONS = {"query": TYPES.query_type, "mutation": TYPES.mutation_type}
INSIDE = re.compile(r"Traceback|asyncpg|site-packages|\.py\b|\bSELECT\b|\bpg_|<object|NoneType")
"""What an answer would show of the server behind it."""

WORDS = st.text(st.characters(codec="utf-8", categories=("Ll", "Nd", "Po", "Sm", "Zs", "Cc")), max_size=12)
TEXTS = st.sampled_from(["2024-02-29T23:59:60Z", "9999-12-31T23:59:59Z", "0", "", "-PT1H", "P9999999Y", "\x00"])
LITERALS = st.one_of(TEXTS.map(nodes.String), st.integers(-(2**65), 2**65).map(nodes.Int), st.just(nodes.Object([])))
GOOD = {
    "DateTime": nodes.String("2026-11-30T10:00:00Z"),
    "DateOrDateTime": nodes.String("2026-11-30"),
    "Duration": nodes.String("P1D"),
    "JSON": nodes.String("a"),
    "JSONObject": nodes.Object([]),
    "Long": nodes.Int(7),
}
SCALARS = {name: st.one_of(st.just(value), LITERALS) for name, value in GOOD.items()}


@cache
def documents_of(operation: str, field: str) -> st.SearchStrategy[str]:
    make = {"query": queries, "mutation": mutations}[operation]
    return make(SCHEMA, fields=[field], custom_scalars=SCALARS)


def documents(operation: str) -> st.SearchStrategy[str]:
    """A document with one field of the root: with more, one bad argument would hide all others."""
    root = OPERATIONS[operation]
    assert root is not None
    return st.sampled_from(sorted(root.fields)).flatmap(lambda field: documents_of(operation, field))


@pytest_asyncio.fixture(loop_scope="session")
async def api(settings: Settings, pool: Pool) -> AsyncIterator[Api]:
    key = new_write_key()
    async with pool.acquire() as connection:
        await register_write_key(connection, 1, key, "test")
    production = settings.model_copy(update={"development": False})
    async with served(create_app(production), production) as api:
        api.write_key = key
        yield api


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("operation", OPERATIONS)
@hypothesis_settings(max_examples=drawn(30))
@given(data=st.data())
async def test_it_is_answered_or_refused_with_a_code(api: Api, operation: str, role: Role, data: st.DataObject) -> None:
    document = data.draw(documents(operation))

    response = await api.post(document, accept=GRAPHQL_RESPONSE, authorization=api.token("someone", role))

    assert response.status_code < 500, response.text
    answer: dict[str, Any] = response.json()
    errors = answer.get("errors", [])
    assert errors or answer["data"]
    for error in errors:
        assert error["extensions"]["code"] in set(ErrorCode) - {ErrorCode.INTERNAL}, error
        assert not INSIDE.search(error["message"]), error
