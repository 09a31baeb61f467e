"""Documents, parsed and validated once per text."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    ValuesOfCorrectTypeRule,
    parse,
    specified_rules,
    validate,
)
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule

from resolvers.documents import document_id
from server.errors import ErrorCode, ViewpulseError, limit_exceeded
from server.transport.argument_path import LocatedValuesRule
from server.transport.budget import Limits, Spending, check_fragments, check_spending, exceeded, measure
from server.transport.failures import refuse, refuse_document
from server.transport.item_variables import with_free_parts
from server.transport.root_fields import RootField, root_fields

MAX_ERRORS = 5
"""Maximum number of reported errors of a document; finding all of them takes long, and each repeats the input."""
RULES = (
    *(LocatedValuesRule if rule is ValuesOfCorrectTypeRule else rule for rule in specified_rules),
    MaybeNullValidationRule,
)


@dataclass(slots=True, eq=False)
class Operation:
    """One valid operation of a document.

    Attributes:
        document: The document.
        definition: The operation.
        spending: Its totals, with every variable at its maximum.
        compiled: What other modules derived from it, by their own keys; lives as long as the document is cached.
    """

    document: DocumentNode
    definition: OperationDefinitionNode
    spending: Spending
    compiled: dict[str, Any] = field(default_factory=dict)

    @property
    def type(self) -> OperationType:
        """Query, mutation or subscription."""
        return self.definition.operation

    @property
    def name(self) -> str | None:
        """Its name in the document."""
        return self.definition.name.value if self.definition.name else None

    @property
    def roots(self) -> tuple[RootField, ...]:
        """Its root fields, in order; computed once."""
        if "roots" not in self.compiled:
            self.compiled["roots"] = tuple(root_fields(self.document, self.definition))
        found: tuple[RootField, ...] = self.compiled["roots"]
        return found


class Documents:
    """Parses documents, caches the valid ones, and finds the requested operation.

    The cache is bounded by number and by size of text; the least recently used are dropped first.

    Args:
        schema: The schema to validate against.
        limits: The limits of a document.
        hide_suggestions: Leave "Did you mean …" out of messages; computing it costs time.
        entries: Maximum number of cached documents.
        characters: Maximum size of the cached documents.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        limits: Limits,
        *,
        hide_suggestions: bool,
        entries: int = 500,
        characters: int = 262_144,
    ) -> None:
        self._schema = schema
        self._limits = limits
        self._hide_suggestions = hide_suggestions
        self._entries = entries
        self._characters = characters
        self._kept: OrderedDict[str, Mapping[str | None, Operation]] = OrderedDict()
        self._kept_characters = 0
        self._named: dict[str, str] = {}

    def find(self, query: str, operation_name: str | None, *, may_introspect: bool) -> Operation:
        """The requested operation.

        Raises:
            OperationRefused: The document is not GraphQL, is invalid or too large, or has no such operation.
        """
        operations = self._kept.get(query)
        if operations is None:
            operations = self._read(query, may_introspect=may_introspect)
            self._keep(query, operations)
        else:
            self._kept.move_to_end(query)
        operation = self._choose(operations, operation_name)
        if operation.spending.introspects and not may_introspect:
            raise refuse(_no_introspection())
        return operation

    def name(self, query: str, sha256: str) -> None:
        """Lets clients name a cached document by its hash; a hash that is not its own is ignored."""
        if sha256 not in self._named and query in self._kept and document_id(query) == sha256:
            self._named[sha256] = query

    def named(self, sha256: str) -> str | None:
        """The cached document of a hash."""
        return self._named.get(sha256)

    def _choose(self, operations: Mapping[str | None, Operation], name: str | None) -> Operation:
        if name:
            if name not in operations:
                raise refuse(ViewpulseError(ErrorCode.BAD_INPUT, f"Unknown operation named '{name[:100]}'."))
            return operations[name]
        if len(operations) > 1:
            raise refuse(
                ViewpulseError(
                    ErrorCode.BAD_INPUT, "Must provide operation name if query contains multiple operations."
                )
            )
        return next(iter(operations.values()))

    def _read(self, query: str, *, may_introspect: bool) -> Mapping[str | None, Operation]:
        document = self._parse(query)
        definitions = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
        if not definitions:
            raise refuse(ViewpulseError(ErrorCode.BAD_INPUT, "The document contains no operation."))
        if len(definitions) > self._limits.operations:
            raise refuse(exceeded("operations", self._limits, len(definitions)))
        operations = self._weigh(document, definitions)
        if not may_introspect and any(operation.spending.introspects for operation in operations):
            raise refuse(_no_introspection())
        if errors := validate(self._schema, document, RULES, MAX_ERRORS, hide_suggestions=self._hide_suggestions):
            raise refuse_document(errors, document)
        for operation in operations:
            operation.document, operation.definition = with_free_parts(self._schema, document, operation.definition)
        return {operation.name: operation for operation in operations}

    def _weigh(self, document: DocumentNode, definitions: list[OperationDefinitionNode]) -> list[Operation]:
        try:
            check_fragments(self._schema, document, self._limits)
            operations = [
                Operation(document, definition, measure(self._schema, document, definition))
                for definition in definitions
            ]
            for operation in operations:
                check_spending(operation.spending, self._limits)
        except ViewpulseError as error:
            raise refuse(error) from error
        return operations

    def _parse(self, query: str) -> DocumentNode:
        limits = self._limits
        if len(query) > limits.characters:
            raise refuse(exceeded("characters", limits, len(query)))
        try:
            return parse(query, max_lexical_tokens=limits.tokens, max_comments=limits.comments)
        except GraphQLError as error:
            if "Parsing aborted" not in error.message:
                raise refuse_document([error]) from error
            name = next((name for name in ("tokens", "comments") if name in error.message), "depth")
            hint = "Pass values as variables." if name == "tokens" else "Simplify the operation."
            raise refuse(limit_exceeded(f"{error.message} {hint}", name, getattr(limits, name))) from error

    def _keep(self, query: str, operations: Mapping[str | None, Operation]) -> None:
        self._kept[query] = operations
        self._kept_characters += len(query)
        while len(self._kept) > self._entries or self._kept_characters > self._characters:
            oldest, _ = self._kept.popitem(last=False)
            self._kept_characters -= len(oldest)
            if self._named:
                self._named.pop(document_id(oldest), None)


def _no_introspection() -> ViewpulseError:
    return ViewpulseError(
        ErrorCode.FORBIDDEN,
        "Introspection is only available in development and to admins; schema.graphql is in the repository.",
    )
