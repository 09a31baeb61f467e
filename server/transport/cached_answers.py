"""Answers to queries that are right for as long as a state stays, shared by all processes through Redis.

Who may see an answer is asked before, each time. The state is part of what is looked for, so an answer of an earlier
state is never found: nothing has to be deleted. Without Redis every answer is computed.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from importlib.metadata import version
from typing import Any

import msgspec
import zstandard
from graphql import GraphQLSchema, OperationType, print_ast
from graphql.execution.values import VariableValues, get_argument_values

from resolvers.context import Context
from resolvers.root_fields import RootField
from server.monitoring.instruments import CACHED_ANSWERS
from server.monitoring.samples import Counts, Sample
from server.settings import Settings
from server.storage.redis_servers import realm_of
from server.storage.spare_redis import SpareRedis
from server.transport.documents import Operation

REDIS_SECONDS = 0.25
"""Maximum time for Redis: a cache must not be slower than what it saves."""
PLACES = 1024
"""Answers of a project that are kept: each question has one place, and takes it from another one."""
MAX_BYTES = 262_144
"""The largest answer that is kept, compressed: all together are 256 MiB of a project at most."""
MAX_ANSWER_BYTES = 16_777_216
VERSION = version("viewpulse")
"""Another version may answer with other fields."""


class _Kept(msgspec.Struct, array_like=True):
    """An answer in Redis; it ends by this clock, too: keys end by that of Redis."""

    digest: bytes
    state: bytes
    until: float
    packed: bytes


@dataclass(frozen=True, slots=True)
class Question:
    """A question whose answer is cached, asked by a caller who may see it.

    Attributes:
        digest: Tells it from all others, in 16 bytes.
        state: What decides the answer, in 16 bytes.
        seconds: For how long an answer is kept.
        key: Its place in Redis.
    """

    digest: bytes
    state: bytes
    seconds: float
    key: str
    _cache: "CachedAnswers"

    async def find(self) -> bytes | None:
        """The answer, if there is one; counts whether there is."""
        return await self._cache.find(self)

    async def keep(self, payload: bytes) -> None:
        """Keeps the answer, unless it is too large."""
        await self._cache.keep(self, payload)


class CachedAnswers:
    """The cache.

    Args:
        settings: Redis, the database of the answers (one Redis may serve several), and lifetimes.
        root_fields: Those of the schema by name. They say what is cached.
        clock: Seconds since 1970.
    """

    def __init__(
        self, settings: Settings, root_fields: Mapping[str, RootField], clock: Callable[[], float] = time.time
    ) -> None:
        message = "Redis is unavailable; no answer is cached"
        self._redis = SpareRedis(settings.redis_url, REDIS_SECONDS, message)
        self._realm = realm_of(settings.database_url)
        self._settings = settings
        self._root_fields = root_fields
        self._clock = clock
        self._counts = Counts(CACHED_ANSWERS)

    async def question(
        self,
        operation: Operation,
        schema: GraphQLSchema,
        values: Mapping[str, Any],
        coerced: Callable[[], VariableValues],
        context: Context,
    ) -> Question | None:
        """The question of an operation, after a look whether the caller may ask it; None: its answer is not cached.

        Args:
            operation: The operation.
            schema: The schema.
            values: Its variables.
            coerced: Makes the values that arguments are read from.
            context: What it is executed with: the state is read in the snapshot of the answer.
        """
        fields = self._fields(operation)
        seconds = min((field.cached.seconds(self._settings) for field in fields if field.cached), default=0.0)
        if seconds <= 0:
            return None
        states = []
        try:
            variables, query = coerced(), schema.query_type
            for field, root in zip(fields, _named(operation), strict=True):
                assert query is not None
                arguments = get_argument_values(query.fields[field.name], root.node, variables)
                state = await field.cached_state(context, arguments)
                if state is None:
                    return None
                states.append(state)
        except Exception:  # noqa: BLE001 - the execution says it, at its place
            return None
        asked = msgspec.json.encode((VERSION, _text(operation), values), order="deterministic")
        digest = _digest(asked)
        key = self._key(context.caller.project_id, digest)
        return Question(digest, _digest(msgspec.json.encode(states)), seconds, key, self)

    async def find(self, question: Question) -> bytes | None:
        """The answer to a question, if there is one; counts whether there is."""
        payload = await self._find(question)
        self._counts.add("miss" if payload is None else "hit")
        return payload

    async def keep(self, question: Question, payload: bytes) -> None:
        """Keeps an answer, unless it is too large."""
        if len(payload) > MAX_ANSWER_BYTES:
            return
        packed = zstandard.ZstdCompressor(level=1).compress(payload)
        if len(packed) > MAX_BYTES:
            return
        kept = _Kept(question.digest, question.state, self._clock() + question.seconds, packed)
        milliseconds = max(1, round(question.seconds * 1000))
        await self._redis.ask(
            question.key, lambda redis: redis.set(question.key, msgspec.msgpack.encode(kept), px=milliseconds)
        )

    def measure(self) -> Iterator[Sample]:
        """For /metrics."""
        yield from self._counts.measure()

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._redis.aclose()

    async def _find(self, question: Question) -> bytes | None:
        found = await self._redis.ask(question.key, lambda redis: redis.get(question.key))
        if not isinstance(found, bytes):
            return None
        try:
            kept = msgspec.msgpack.decode(found, type=_Kept)
            if (kept.digest, kept.state) != (question.digest, question.state) or kept.until <= self._clock():
                return None
            return zstandard.ZstdDecompressor().decompress(kept.packed, max_output_size=MAX_ANSWER_BYTES)
        except (msgspec.MsgspecError, zstandard.ZstdError):
            return None

    def _fields(self, operation: Operation) -> tuple[RootField, ...]:
        """The root fields of a query, if all are cached; computed once per operation."""
        if "cached" not in operation.compiled:
            found = [self._root_fields.get(root.node.name.value) for root in _named(operation)]
            fields = tuple(field for field in found if field is not None and field.cached is not None)
            is_cached = operation.type is OperationType.QUERY and len(fields) == len(found)
            operation.compiled["cached"] = fields if is_cached and not operation.spending.introspects else ()
        fields_: tuple[RootField, ...] = operation.compiled["cached"]
        return fields_

    def _key(self, project_id: int, digest: bytes) -> str:
        place = int.from_bytes(digest[:4]) % PLACES
        return f"viewpulse:answers:{{{_digest(f'{self._realm} {project_id} {place}'.encode()).hex()}}}"


def _named(operation: Operation) -> list[Any]:
    return [root for root in operation.roots if root.node.name.value != "__typename"]


def _text(operation: Operation) -> str:
    """The document, and which of its operations it is; printed once."""
    if "cached text" not in operation.compiled:
        operation.compiled["cached text"] = f"{operation.name} {print_ast(operation.document)}"
    found: str = operation.compiled["cached text"]
    return found


def _digest(text: bytes) -> bytes:
    return blake2b(text, digest_size=16).digest()
