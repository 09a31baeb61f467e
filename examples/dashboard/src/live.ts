// Every question of Viewpulse is a query and a subscription of one type, so a panel needs one document.

import type { OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useQuery, useSubscription } from "@apollo/client/react";
import { Kind, OperationTypeNode, type ArgumentNode, type DocumentNode, type VariableDefinitionNode } from "graphql";
import { useMemo } from "react";

const DELIVERY = { afterRevision: "Long", every: "Duration" };
const EVERY = "2s"; // more often than this nobody reads

/**
 * The answer to a question, kept up to date: a watched query that follows the pushes of its subscription through the cache.
 *
 * While another answer is on its way, `data` is the one before, and `isStale` says so.
 */
export function useLive<Data, Variables extends OperationVariables>(
  question: TypedDocumentNode<Data, Variables>,
  variables: NoInfer<Variables>,
) {
  const live = useMemo(() => subscriptionOf(question), [question]);
  useSubscription(live, { variables: { ...variables, every: EVERY }, ignoreResults: true });
  const options = { variables, errorPolicy: "all" } as useQuery.Options<Data, Variables>;
  const { data, previousData, error } = useQuery(question, options) as useQuery.Result<Data, Variables>;
  return { data: (data ?? previousData) as Data | undefined, error, isStale: data === undefined };
}

/** The subscription to a query with one root field; it can be resumed, and rests between two answers. */
export function subscriptionOf(query: DocumentNode): DocumentNode {
  return {
    ...query,
    definitions: query.definitions.map((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
      const [root] = definition.selectionSet.selections;
      if (root?.kind !== Kind.FIELD) throw new Error("The query has no root field.");
      const field = { ...root, arguments: [...(root.arguments ?? []), ...Object.keys(DELIVERY).map(argument)] };
      const variables = Object.entries(DELIVERY).map(variable);
      return {
        ...definition,
        operation: OperationTypeNode.SUBSCRIPTION,
        name: { kind: Kind.NAME, value: `${definition.name?.value}Live` },
        variableDefinitions: [...(definition.variableDefinitions ?? []), ...variables],
        selectionSet: { ...definition.selectionSet, selections: [field] },
      };
    }),
  };
}

function argument(name: string): ArgumentNode {
  const value = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as const;
  return { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value };
}

function variable([name, type]: [string, string]): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
    type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
  };
}
