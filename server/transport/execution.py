"""Executes operations: the only way into the schema for HTTP, WebSocket and live subscriptions."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from hashlib import blake2b
from typing import Any, TypeVar, cast

import msgspec
from graphql import ExecutionResult, GraphQLError, GraphQLSchema, OperationDefinitionNode, OperationType
from graphql.execution.values import VariableValues, get_argument_values, get_variable_values
from graphql.language import DocumentNode
from strawberry import Schema
from strawberry.execution.is_awaitable import optimized_is_awaitable

from resolvers.context import Context
from resolvers.live_dependencies import extra_subjects, moves_with_time
from resolvers.root_fields import RootField, delivery_of
from server.access import Caller
from server.analytics.project_state import read_project_state
from server.errors import ErrorCode, ViewpulseError, unavailable
from server.limits.limiter import QUERY_COST
from server.live.operation import Delivery, Executed, LiveOperation
from server.live.shares import Subscriber
from server.settings import Settings
from server.transport.answered import Answered
from server.transport.budget import Limits, exceeded, measure, shown_cost
from server.transport.caching import is_public
from server.transport.costs import with_cost
from server.transport.documents import Documents, Operation
from server.transport.entity_tags import content_digest, depends_on_revision, state_digest
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
from server.transport.limiting import left, require_allowance
from server.transport.live_query import LiveQuery, live_query_of
from server.transport.moments import blank_moments
from server.transport.persisted import ManifestDocuments, not_allowed, not_found
from server.transport.request import Request
from server.transport.tracking import plan_of
from server.transport.variables import Variables, read_variables

Outcome = TypeVar("Outcome")


class Executor:
    """Runs operations against one schema.

    Args:
        schema: The schema.
        make_context: Makes the resolvers' context of one operation from its caller and request id.
        settings: Its time limit, whether this is development, and whether every answer shows its cost.
        root_fields: The schema's by name. They say who may call them, what subscriptions follow, and which answers are
            public: those may be kept for ``public_cache_seconds``.
        limits: What a document may hold.
        manifest: The documents that clients may name.
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
    ) -> None:
        self._strawberry = schema
        self._public_schema = schema._schema  # noqa: SLF001 - the graphql-core schema; strawberry is pinned
        self._schema = with_undecoded_items(self._public_schema)
        self._make_context = make_context
        self._settings = settings
        self.root_fields = root_fields
        self._limits = limits or Limits()
        self._manifest = manifest or ManifestDocuments({})
        self._hide_suggestions = not settings.development
        self._documents = Documents(self._schema, self._limits, hide_suggestions=self._hide_suggestions)

    def operation_of(self, request: Request, caller: Caller) -> Operation:
        """The operation of a request, whose document may only be named.

        Raises:
            OperationRefused: As ``prepare``; or no document of this name is known.
        """
        sha256 = request.document_hash
        operation = self.prepare(request.query or self._named(request, sha256), request.operation_name, caller)
        if request.query and sha256:
            self._documents.name(request.query, sha256)
        return operation

    def _named(self, request: Request, sha256: str | None) -> str:
        if request.document_id:
            found = self._manifest.find(request.document_id)
        elif sha256:
            found = self._manifest.find(sha256) or self._documents.named(sha256)
        else:
            return ""  # which is no document
        if found is None:
            raise refuse(not_found(request.document_id))
        return found

    def prepare(self, query: str, operation_name: str | None, caller: Caller) -> Operation:
        """Parses and validates a document, and finds the requested operation.

        Raises:
            OperationRefused: The document is invalid, exceeds a limit, has no such operation, or may not be sent.
        """
        if self._manifest.allowed is not None and query not in self._manifest.allowed:
            raise refuse(not_allowed())
        may_introspect = self._settings.development or caller.is_admin
        return self._documents.find(query, operation_name, may_introspect=may_introspect)

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
            The complete GraphQL response as JSON, including errors of single fields.

        Raises:
            OperationRefused: Nothing was executed, or the time limit was exceeded.
        """
        answered = await self.answer(operation, variables, caller, request_id=request_id, asks_cost=asks_cost)
        return answered.payload

    async def state_of(
        self, operation: Operation, caller: Caller, query_string: bytes, *, request_id: str
    ) -> str | None:
        """What decides the answer of a query, in short; None if only executing it can tell."""
        refused = refusal_of(operation, self._schema, self.root_fields, caller)
        if refused is not None or not depends_on_revision(operation, self.root_fields):
            return None
        try:
            services = (await self._make_context(caller, request_id)).services
            async with services.pool.acquire() as connection:
                state = await read_project_state(connection, caller.project_id)
        except Exception as error:  # noqa: BLE001 - the query itself will say so
            failure_of(error, request_id)
            return None
        return state_digest(state, services.now(), caller, query_string)

    async def answer(
        self,
        operation: Operation,
        variables: Variables,
        caller: Caller,
        *,
        request_id: str,
        asks_cost: bool = False,
        wants_digest: bool = False,
    ) -> Answered:
        """Like ``run``, with what HTTP says about the response.

        Args:
            operation: The operation.
            variables: Its variables.
            caller: The sender.
            request_id: Identifies the request in the log.
            asks_cost: Whether the response is to say what the operation costs.
            wants_digest: Whether the digest is wanted.
        """
        if not (asks_cost or self._settings.show_costs):
            return await self._answer(operation, variables, caller, request_id, wants_digest=wants_digest)
        cost = self._cost(operation, variables)
        try:
            answered = await self._answer(operation, variables, caller, request_id, wants_digest=wants_digest)
        except OperationRefused as refused:
            refused.cost = cost | left(refused.allowance)
            raise
        cost |= left(answered.allowance, max_age=answered.max_age)
        return answered._replace(payload=with_cost(answered.payload, cost))

    async def _answer(
        self, operation: Operation, variables: Variables, caller: Caller, request_id: str, *, wants_digest: bool
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
        await require_allowance(operation, self.root_fields, context, self._checked_cost(operation, values))
        try:
            schema = self._public_schema if operation.spending.introspects else self._schema
            result = await self._execute(schema, operation.document, operation.definition, values, context)
            answered = self._encode(result, request_id, operation.document)._replace(allowance=context.allowance)
            if result.errors:
                return answered
            max_age = int(self._settings.public_cache_seconds) if is_public(operation, self.root_fields) else 0
            digest = content_digest(operation, result.data, answered.payload) if wants_digest else None
            return answered._replace(max_age=max_age, digest=digest)
        except (OperationRefused, asyncio.CancelledError):
            raise
        except Exception as error:
            raise refuse(failure_of(error, request_id)) from error

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

        shown = self._cost(operation, values) if asks_cost or self._settings.show_costs else None

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
        )
        return live, delivery_of(arguments, live_field.metadata)

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

    def _checked_cost(self, operation: Operation, values: dict[str, Any]) -> int:
        """What the operation costs, exactly where that matters; raises if it is too much."""
        cost = operation.spending.cost
        is_limited_by_it = operation.type is not OperationType.MUTATION and operation.spending.varies
        if cost > self._limits.cost or (cost > QUERY_COST and is_limited_by_it):
            cost = measure(self._schema, operation.document, operation.definition, values).cost
        if cost > self._limits.cost:
            raise refuse(exceeded("cost", self._limits, cost, cost=cost))
        return cost

    def _cost(self, operation: Operation, variables: Variables) -> dict[str, int]:
        """What the operation costs with these variables; with variables of a wrong type, the most that it may."""
        cost = operation.spending.cost
        if operation.spending.varies:
            with suppress(OperationRefused):
                values = self._read(operation, variables)
                cost = measure(self._schema, operation.document, operation.definition, values).cost
        return shown_cost(cost, self._limits)

    def _read(self, operation: Operation, variables: Variables) -> dict[str, Any]:
        return read_variables(operation, self._schema, variables, hide_suggestions=self._hide_suggestions)

    def _coerced(self, operation: Operation, values: dict[str, Any]) -> VariableValues:
        definitions = operation.definition.variable_definitions or ()
        coerced = get_variable_values(self._schema, definitions, values, 1, self._hide_suggestions)
        if isinstance(coerced, list):
            raise refuse_document(coerced, operation.document)
        return coerced

    def _arguments(
        self, operation: Operation, query: LiveQuery, coerced: VariableValues, request_id: str
    ) -> dict[str, Any]:
        root = self._schema.subscription_type
        assert root is not None  # the document is valid
        field = root.fields[query.field_name]
        try:
            return get_argument_values(field, query.field, coerced, hide_suggestions=self._hide_suggestions)
        except GraphQLError as error:  # null by a variable, where the argument's default may not be left out
            raise OperationRefused([format_error(query.located(error), request_id, operation.document)]) from error

    def _encode(self, result: ExecutionResult, request_id: str, document: DocumentNode) -> Answered:
        if not result.errors:
            return Answered(msgspec.json.encode({"data": result.data}))
        errors = [format_error(error, request_id, document) for error in result.errors]
        return Answered(msgspec.json.encode({"data": result.data, "errors": errors}), errors)
