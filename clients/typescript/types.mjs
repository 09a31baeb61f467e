// Writes packages/core/src/schema.ts: the types of events, from the schema of the server.

import { readFileSync, writeFileSync } from "node:fs";

import { codegen } from "@graphql-codegen/core";
import * as operations from "@graphql-codegen/typescript-operations";
import { parse } from "graphql";

import { CONFIG } from "./config.mjs";

const here = (path) => new URL(path, import.meta.url);
const read = (path) => parse(readFileSync(here(path), "utf8"));
const TRACK = "../../graphql/mobile/TrackEvents.graphql";

const generated = await codegen({
  filename: "schema.ts",
  schema: read("../../schema.graphql"),
  documents: [{ location: TRACK, document: read(TRACK) }],
  config: CONFIG,
  plugins: [{ operations: {} }],
  pluginMap: { operations },
});
const text = `// Written by types.mjs from schema.graphql; do not edit.\n\n${generated.trim()}\n`;
writeFileSync(process.argv[2] ?? here("packages/core/src/schema.ts"), text);
