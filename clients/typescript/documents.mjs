// Writes packages/live/src/documents.ts: the questions of graphql/dashboard, graphql/live and graphql/mobile, and the types of their answers.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";

import { codegen } from "@graphql-codegen/core";
import * as operations from "@graphql-codegen/typescript-operations";
import { parse } from "graphql";

import { CONFIG } from "./config.mjs";

const here = (path) => new URL(path, import.meta.url);
const FOLDERS = ["dashboard", "live", "mobile"];

const documents = FOLDERS.flatMap((folder) =>
  readdirSync(here(`../../graphql/${folder}`)).map((name) => {
    const location = `graphql/${folder}/${name}`;
    const text = readFileSync(here(`../../${location}`), "utf8");
    return { location, text, document: parse(text) };
  }),
).filter(({ document }) => document.definitions[0].operation !== "mutation");

const generated = await codegen({
  filename: "documents.ts",
  schema: parse(readFileSync(here("../../schema.graphql"), "utf8")),
  documents,
  config: CONFIG,
  plugins: [{ operations: {} }],
  pluginMap: { operations },
});
const constants = documents.map(({ text, document }) => {
  const [{ name, operation }] = document.definitions;
  const kind = operation === "query" ? "Query" : "Subscription";
  const types = `${name.value}${kind}, ${name.value}${kind}Variables`;
  return `export const ${name.value}Document = ${JSON.stringify(text)} as Typed<${types}>;`;
});
const text = `// Written by documents.mjs from schema.graphql and graphql/; do not edit.

import type { TypedDocument } from "./document.ts";

type Typed<Data, Variables> = string & TypedDocument<Data, Variables>;

${generated.trim()}

${constants.join("\n")}
`;
writeFileSync(process.argv[2] ?? here("packages/live/src/documents.ts"), text);
