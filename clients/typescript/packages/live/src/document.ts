/**
 * A GraphQL document that knows what it answers and what it takes: those of `@viewpulse/live/documents`, what GraphQL Code
 * Generator writes with `documentMode: "string"`, or what a `gql` tag parses.
 */
export interface TypedDocument<Data, Given> {
  readonly __apiType?: (variables: Given) => Data;
  toString(): string;
}

/** A document, or its text, whose answers have no type. */
export type Document<Data = any, Given = any> = string | TypedDocument<Data, Given>;

/** The variables that an app gives; `afterRevision` is the library's. */
export type Variables<Given> = Omit<Given, "afterRevision">;

/** The text of a document. */
export function textOf(document: Document): string {
  const parsed = document as { readonly loc?: { readonly source: { readonly body: string } } };
  const text = parsed.loc?.source.body ?? String(document);
  if (text.startsWith("[object")) throw new TypeError("A document without text: generate it with documentMode string.");
  return text;
}
