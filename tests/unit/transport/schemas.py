"""A small schema whose lists can be nested at will."""

from graphql import GraphQLObjectType, GraphQLSchema, build_schema
from strawberry.types.field import StrawberryField

from resolvers.field_metadata import FieldMetadata

COST, LENGTH, EACH, MAX_FIRST = 500, 100, 20, 200

SDL = """
type Query { node: Node!, name: String, shelf(first: Int = 10): [Node!]!, row(first: Int = 10, last: Int): [Node!]!, books(first: Int!): Connection!, picked(ids: [ID!]!): [Node!]!, compared(ids: [ID!]!): Breakdown! }
type Mutation { rename(to: String!): Node!, store(ids: [ID!]!): Stored!, storeOne(id: ID!): Stored! }
type Stored { total: Int!, results: [Node!]! }
type Subscription { node(id: ID = "1", page: Int, afterRevision: Int, every: String): Node!, books(first: Int!, after: String, afterRevision: Int, every: String): Connection! }
type Node { id: ID!, self: Node!, nodes: [Node!]!, shelf(first: Int = 10): [Node!]!, books(first: Int!): Connection!, tags: [String!]!, points: [Node!]!, breakdown(first: Int = 10): Breakdown! }
type Breakdown { rows: [Node!]! }
type Connection { edges: [Edge!]!, total: Int!, count: Int! }
type Edge { node: Node! }
"""  # noqa: E501


def nested_schema() -> GraphQLSchema:
    """A schema with costs.

    Its ``breakdown`` costs something and has large pages, its ``points`` are many, each of what is ``picked`` or
    ``compared`` costs something, and the ``count`` of a connection is read once.
    """
    schema = build_schema(SDL)
    for kind, name, metadata in (
        ("Node", "breakdown", FieldMetadata(cost=COST, max_first=MAX_FIRST)),
        ("Node", "points", FieldMetadata(length=LENGTH)),
        ("Connection", "count", FieldMetadata(cost=COST, once=True)),
        ("Query", "picked", FieldMetadata(items="ids", cost=EACH)),
        ("Mutation", "store", FieldMetadata(items="ids")),
        ("Mutation", "storeOne", FieldMetadata(items="id")),
        ("Query", "compared", FieldMetadata(items="ids", cost=EACH)),
    ):
        found = schema.type_map[kind]
        assert isinstance(found, GraphQLObjectType)
        found.fields[name].extensions["strawberry-definition"] = StrawberryField(metadata=metadata)
    return schema
