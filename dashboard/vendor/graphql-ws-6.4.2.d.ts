export { createClient } from "graphql-ws/client";
export type { Client } from "graphql-ws/client";
