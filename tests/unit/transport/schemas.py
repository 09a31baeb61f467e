"""A small schema whose lists can be nested at will."""

from graphql import GraphQLObjectType, GraphQLSchema, build_schema
from strawberry.types.field import StrawberryField

from resolvers.field_metadata import FieldMetadata

COST, LENGTH = 500, 100

SDL = """
type Query { node: Node!, name: String, shelf(first: Int = 10): [Node!]!, books(first: Int!): Connection! }
type Mutation { rename(to: String!): Node! }
type Subscription { node(id: ID = "1", page: Int, afterRevision: Int, every: String): Node!, books(first: Int!, after: String, afterRevision: Int, every: String): Connection! }
type Node { id: ID!, self: Node!, nodes: [Node!]!, shelf(first: Int = 10): [Node!]!, books(first: Int!): Connection!, tags: [String!]!, points: [Node!]!, breakdown(first: Int = 10): Breakdown! }
type Breakdown { rows: [Node!]! }
type Connection { edges: [Edge!]!, total: Int! }
type Edge { node: Node! }
"""  # noqa: E501


def nested_schema() -> GraphQLSchema:
    """Its ``breakdown`` costs something, and its ``points`` are many."""
    schema = build_schema(SDL)
    node = schema.type_map["Node"]
    assert isinstance(node, GraphQLObjectType)
    for name, metadata in (("breakdown", FieldMetadata(cost=COST)), ("points", FieldMetadata(length=LENGTH))):
        node.fields[name].extensions["strawberry-definition"] = StrawberryField(metadata=metadata)
    return schema
