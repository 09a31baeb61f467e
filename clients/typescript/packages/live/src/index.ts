export { type Document, textOf, type TypedDocument, type Variables } from "./document.ts";
export { type GraphQLError, ViewpulseError } from "./errors.ts";
export { createLive, type Live, type LiveOptions } from "./live.ts";
export type { Listener, State, Status } from "./question.ts";
