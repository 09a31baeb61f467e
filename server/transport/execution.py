"""Executes operations: the only way into the schema for HTTP, WebSocket and live subscriptions."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import Any, TypeVar, cast

import msgspec
from graphql import ExecutionResult, GraphQLSchema, OperationDefinitionNode, OperationType
from graphql.language import DocumentNode
from strawberry import Schema
from strawberry.execution.is_awaitable import optimized_is_awaitable

from resolvers.context import Context
from resolvers.live_dependencies import extra_subjects, moves_with_time
from resolvers.root_fields import RootField, delivery_of
from server.access import Caller
from server.analytics.project_state import read_project_state
from server.errors import ErrorCode, ViewpulseError, unavailable
from server.live.operation import Delivery, Executed, LiveOperation
from server.live.shares import Subscriber
from server.settings import Settings
from server.transport.answered import Answered
from server.transport.budget import Limits
from server.transport.cached_answers import CachedAnswers, Question
from server.transport.caching import is_public
from server.transport.costs import with_cost, with_left
from server.transport.documents import Operation
from server.transport.entity_tags import Condition, EntityTag, content_digest, depends_on_revision, state_digest
from server.transport.failures import (
    FieldFailed,
    OperationRefused,
    explain,
    failure_of,
    format_error,
    refuse,
    refuse_document,
)
from server.transport.gates import refusal_of
from server.transport.item_types import with_undecoded_items
from server.transport.limiting import (
    give_back_unchanged,
    give_back_undone,
    left,
    require_allowance,
)
from server.transport.live_query import LiveQuery, live_query_of
from server.transport.moments import blank_moments
from server.transport.persisted import ManifestDocuments
from server.transport.preparation import Preparation
from server.transport.tracked_parts import tracked_parts, tracks_beside_others
from server.transport.tracking import plan_of
from server.transport.variables import Variables

Outcome = TypeVar("Outcome")


class Executor(Preparation):
    """Runs operations against one schema.

    Args:
        schema: The schema.
        make_context: Makes the resolvers' context of one operation from its caller and request id.
        settings: Its time limit, whether this is development, and whether every answer shows its cost.
        root_fields: The schema's by name. They say who may call them, what subscriptions follow, and which answers are
            public: those may be kept for ``public_cache_seconds``.
        limits: What a document may hold.
        manifest: The documents that clients may name.
        cached: Answers that need not be computed again; None: all are computed.
    """

    def __init__(
        self,
        schema: Schema,
        make_context: Callable[[Caller, str], Awaitable[Context]],
        settings: Settings,
        *,
        root_fields: Mapping[str, RootField],
        limits: Limits | None = None,
        manifest: ManifestDocuments | None = None,
        cached: CachedAnswers | None = None,
    ) -> None:
        self._strawberry = schema
        self._cached = cached
        self._public_schema = schema._schema  # noqa: SLF001 - the graphql-core schema; strawberry is pinned
        self._make_context = make_context
        self._settings = settings
        self.root_fields = root_fields
        super().__init__(
            with_undecoded_items(self._public_schema),
            limits or Limits(),
            manifest or ManifestDocuments({}),
            development=settings.development,
        )

    async def run(
        self, operation: Operation, variables: Variables, caller: Caller, *, request_id: str, asks_cost: bool = False
    ) -> bytes:
        """Executes a query or a mutation.

        Args:
            operation: The operation.
            variables: Its variables.
            caller: Who sends it.
            request_id: Identifies the request in the log.
            asks_cost: Whether the client asks what it costs.

        Returns:
            The complete GraphQL response as JSON, including errors of single fields; and, since it is for carriers
            without headers, what is left for further queries, if those are limited.

        Raises:
            OperationRefused: Nothing was executed, or the time limit was exceeded.
        """
        answered = await self.answer(operation, variables, caller, request_id=request_id, asks_cost=asks_cost)
        return with_left(answered.payload, left(answered.allowance))

    async def answer(
        self,
        operation: Operation,
        variables: Variables,
        caller: Caller,
        *,
        request_id: str,
        asks_cost: bool = False,
        condition: Condition | None = None,
    ) -> Answered:
        """Like ``run``, with what HTTP says about the response.

        Args:
            operation: The operation.
            variables: Its variables.
            caller: The sender.
            request_id: Identifies the request in the log.
            asks_cost: Whether the response is to say what the operation costs.
            condition: Which answers the client has; None if it does not want to know whether this is one of them.
        """
        if not (asks_cost or self._settings.show_costs):
            return await self._answer(operation, variables, caller, request_id, condition)
        cost = self._cost(operation, variables)
        try:
            answered = await self._answer(operation, variables, caller, request_id, condition)
        except OperationRefused as refused:
            refused.cost = cost | left(refused.allowance)
            raise
        if answered.is_known:
            return answered
        cost |= left(answered.allowance, max_age=answered.max_age)
        return answered._replace(payload=with_cost(answered.payload, cost))

    async def _answer(
        self,
        operation: Operation,
        variables: Variables,
        caller: Caller,
        request_id: str,
        condition: Condition | None,
    ) -> Answered:
        if operation.type is OperationType.SUBSCRIPTION:
            raise refuse(
                ViewpulseError(
                    ErrorCode.BAD_INPUT,
                    "Subscriptions need a WebSocket (graphql-transport-ws), or `Accept: text/event-stream`.",
                )
            )
        if (refused := refusal_of(operation, self._schema, self.root_fields, caller)) is not None:
            return self._encode(refused, request_id, operation.document)
        context = await self._context(caller, request_id)
        is_cheap = operation.spending.cost <= self._limits.cost
        plan = plan_of(operation, self._schema) if is_cheap else None  # else its items are to be counted
        if plan is not None and (fast := await plan.run(variables, context)) is not None:
            tracked = Answered(fast) if isinstance(fast, bytes) else self._encode(fast, request_id, operation.document)
            return tracked._replace(allowance=context.allowance)
        values = self._read(operation, variables)
        cost = self._checked_cost(operation, values)
        several = tracks_beside_others(operation, self.root_fields)
        parts = (
            tracked_parts(operation, self._schema, self.root_fields, self._coerced(operation, values))
            if several
            else ()
        )
        await require_allowance(operation, self.root_fields, context, cost, parts)
        try:
            if condition is None or not depends_on_revision(operation, self.root_fields):
                state = ""
            elif (state := await self._state(context, condition)) and (tag := condition.of_state(state)):
                await give_back_unchanged(context)
                return Answered(b"", tag=tag, is_known=True, allowance=context.allowance)
            answered, data = await self._found(operation, values, context, request_id, wants_data=condition is not None)
            answered = answered._replace(allowance=context.allowance)
            if answered.errors or condition is None:
                return answered
            tag = EntityTag(state, content_digest(operation, data, answered.payload))
            return answered._replace(tag=tag, is_known=condition.has(tag))
        except (OperationRefused, asyncio.CancelledError):
            raise
        except Exception as error:
            raise refuse(failure_of(error, request_id)) from error
        finally:
            await context.close()

    async def _found(
        self, operation: Operation, values: dict[str, Any], context: Context, request_id: str, *, wants_data: bool
    ) -> tuple[Answered, dict[str, Any] | None]:
        """The answer, from the cache or computed, and its data."""
        question = await self._question(operation, values, context)
        if question is not None and (kept := await question.find()) is not None:
            return Answered(kept), msgspec.json.decode(kept)["data"] if wants_data else None
        answered, data = await self._computed(operation, values, context, request_id)
        if question is not None and not answered.errors:
            await question.keep(answered.payload)
        return answered, data

    async def _computed(
        self, operation: Operation, values: dict[str, Any], context: Context, request_id: str
    ) -> tuple[Answered, dict[str, Any] | None]:
        began_at = time.monotonic()
        schema = self._public_schema if operation.spending.introspects else self._schema
        result = await self._execute(schema, operation.document, operation.definition, values, context)
        answered = self._encode(result, request_id, operation.document)
        if result.errors:
            await give_back_undone(context, answered.errors, operation, time.monotonic() - began_at)
            return answered, result.data
        max_age = int(self._settings.public_cache_seconds) if is_public(operation, self.root_fields) else 0
        return answered._replace(max_age=max_age), result.data

    async def _question(self, operation: Operation, values: dict[str, Any], context: Context) -> Question | None:
        if self._cached is None:
            return None
        return await self._cached.question(
            operation, self._schema, values, lambda: self._coerced(operation, values), context
        )

    async def _state(self, context: Context, condition: Condition) -> str:
        """What decides the answer of a query, in short; empty if that cannot be read, as the query itself will say.

        It is read where the answer is, so that the answer is never older.
        """
        try:
            async with context.read() as connection:
                state = await read_project_state(connection, context.caller.project_id)
        except Exception as error:  # noqa: BLE001 - the query itself will say so
            failure_of(error, context.request_id)
            return ""
        return state_digest(state, context.services.now(), context.caller, condition.query_string)

    async def go_live(
        self, operation: Operation, variables: Variables, caller: Caller, *, request_id: str, asks_cost: bool = False
    ) -> tuple[LiveOperation, Delivery]:
        """Prepares a subscription for the hub, after checking that the caller may see it.

        Args:
            operation: The operation.
            variables: Its variables.
            caller: Who sends it.
            request_id: Identifies the request in the log.
            asks_cost: Whether the client asks what it costs; then each of its answers says so.

        Returns:
            What the hub executes, and what it sends of that to the client. An operation without subjects needs no hub:
            its one answer never changes.

        Raises:
            OperationRefused: It is not a valid subscription, or the caller may not see it.
        """
        if not (asks_cost or self._settings.show_costs):
            return await self._go_live(operation, variables, caller, request_id)
        shown = self._cost(operation, variables)
        try:
            return await self._go_live(operation, variables, caller, request_id, shown)
        except OperationRefused as refused:
            refused.cost = shown | left(refused.allowance)
            raise

    async def _go_live(
        self,
        operation: Operation,
        variables: Variables,
        caller: Caller,
        request_id: str,
        shown: dict[str, int] | None = None,
    ) -> tuple[LiveOperation, Delivery]:
        query = live_query_of(operation)
        if (refused := refusal_of(operation, self._schema, self.root_fields, caller)) is not None:
            errors = [format_error(error, request_id, operation.document) for error in refused.errors or ()]
            raise OperationRefused(errors)
        values = self._read(operation, variables)
        cost = self._checked_cost(operation, values)
        coerced = self._coerced(operation, values)
        arguments = self._arguments(operation, query, coerced, request_id)
        live_field = self.root_fields[query.field_name]
        context = await self._context(caller, request_id)
        await require_allowance(operation, self.root_fields, context, cost)
        try:
            subject = await self._in_time(live_field.subject(context, arguments))
        except Exception as error:
            raise OperationRefused([format_error(query.located(error), request_id, operation.document)]) from error
        finally:
            await context.close()

        async def execute() -> Executed:
            executed = await self._execute_live(query, values, caller, request_id)
            if shown is not None:
                executed.payload = with_cost(executed.payload, shown)
            return executed

        public = live_field.is_public
        shared = query.shared(values, caller, subject or "", public=public)
        beyond = extra_subjects(self._schema, caller.project_id, query.roots, query.fragments, coerced.coerced)
        live = LiveOperation(
            (shared, shown is not None),
            (subject, *sorted(beyond - {subject})) if subject else (),
            execute,
            Subscriber(caller.project_id, caller.user_id, caller.network),
            open_to_guests=public or caller.user_id is None,
            takes_long=live_field.metadata.get("asks_worker", False),
            moves=moves_with_time(self._schema, query.roots, query.fragments, coerced.coerced),
            cost=cost,
        )
        return live, replace(delivery_of(arguments, live_field.metadata), left=left(context.allowance))

    async def _context(self, caller: Caller, request_id: str) -> Context:
        try:
            return await self._make_context(caller, request_id)
        except Exception as error:
            raise refuse(failure_of(error, request_id)) from error

    async def _execute_live(
        self, query: LiveQuery, values: dict[str, Any], caller: Caller, request_id: str
    ) -> Executed:
        try:
            context = await self._make_context(caller, request_id)
            context.live = True
            result = await self._execute(self._schema, query.document, query.definition, values, context)
        except OperationRefused:
            raise
        except Exception as error:
            raise failure_of(error, request_id) from error
        if result.errors and (result.data is None or None in result.data.values()):
            first = result.errors[0]
            raise FieldFailed(explain(first, request_id, query.document), first)
        payload, errors, *_ = self._encode(result, request_id, query.document)
        state = payload
        if query.moments or errors:
            blank_moments(result.data, query.moments)
            failed = [(error.get("path"), error["extensions"]["code"]) for error in errors]
            state = msgspec.json.encode((result.data, failed))
        codes = frozenset(ErrorCode(error["extensions"]["code"]) for error in errors)
        return Executed(payload, context.revision or 0, blake2b(state, digest_size=16).digest(), codes)

    async def _execute(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        definition: OperationDefinitionNode,
        values: dict[str, Any],
        context: Context,
    ) -> ExecutionResult:
        built = self._strawberry.execution_context_class.build(
            schema,
            document,
            context_value=context,
            raw_variable_values=values,
            operation_name=definition.name.value if definition.name else None,
            max_coercion_errors=1,
            is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type] # strawberry's annotation is narrower
            hide_suggestions=self._hide_suggestions,
        )
        if isinstance(built, list):
            raise refuse_document(built, document)
        try:
            result = built.execute_operation()
            if optimized_is_awaitable(result):
                result = await self._in_time(cast("Awaitable[ExecutionResult]", result))
        finally:
            await context.close()
        return cast("ExecutionResult", result)

    async def _in_time(self, work: Awaitable[Outcome]) -> Outcome:
        seconds = self._settings.request_timeout
        try:
            async with asyncio.timeout(seconds) as limit:
                return await work
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise unavailable(f"The operation took longer than {seconds:g} seconds.") from error

    def _encode(self, result: ExecutionResult, request_id: str, document: DocumentNode) -> Answered:
        if not result.errors:
            return Answered(msgspec.json.encode({"data": result.data}))
        errors = [format_error(error, request_id, document) for error in result.errors]
        return Answered(msgspec.json.encode({"data": result.data, "errors": errors}), errors)
