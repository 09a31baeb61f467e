"""Finds the operations of requests, reads their variables, and says what they cost."""

from contextlib import suppress
from typing import Any

from graphql import GraphQLError, GraphQLSchema, OperationType
from graphql.execution.values import VariableValues, get_argument_values, get_variable_values

from server.access import Caller
from server.limits.limiter import QUERY_COST
from server.transport.budget import Limits, exceeded, measure, shown_cost
from server.transport.documents import Documents, Operation
from server.transport.failures import OperationRefused, format_error, refuse, refuse_document
from server.transport.live_query import LiveQuery
from server.transport.persisted import ManifestDocuments, not_allowed, not_found
from server.transport.request import Request
from server.transport.variables import Variables, read_variables


class Preparation:
    """What happens to operations before they are executed.

    Args:
        schema: Made by ``with_undecoded_items``.
        limits: What a document may hold.
        manifest: The documents that clients may name.
        development: Whether everyone may introspect, and messages suggest names.
    """

    def __init__(
        self, schema: GraphQLSchema, limits: Limits, manifest: ManifestDocuments, *, development: bool
    ) -> None:
        self._schema = schema
        self._limits = limits
        self._manifest = manifest
        self._development = development
        self._hide_suggestions = not development
        self._documents = Documents(schema, limits, hide_suggestions=self._hide_suggestions)

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
        may_introspect = self._development or caller.is_admin
        return self._documents.find(query, operation_name, may_introspect=may_introspect)

    def own_operation(self, document: str) -> Operation:
        """The operation of a document of this server, whatever clients may send."""
        return self._documents.find(document, None, may_introspect=False)

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
