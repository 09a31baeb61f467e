// Generates TypeScript from documents, as graphql-codegen does for an app, and compiles it with code that uses it.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codegen } from "@graphql-codegen/core";
import * as operations from "@graphql-codegen/typescript-operations";
import { parse } from "graphql";
import ts from "typescript";

const given = JSON.parse(process.argv[2]);
const read = (path) => parse(readFileSync(path, "utf8"));
const scalars = {
  Long: "number",
  DateTime: "string",
  DateOrDateTime: "string",
  Duration: "string",
  JSON: "unknown",
  JSONObject: "Record<string, unknown>",
};

const types = await codegen({
  schema: read(given.schema),
  documents: given.documents.map((location) => ({ location, document: read(location) })),
  config: { scalars, strictScalars: true },
  plugins: [{ operations: {} }],
  pluginMap: { operations },
  filename: "types.ts",
});
writeFileSync(join(given.folder, "types.ts"), types);
writeFileSync(join(given.folder, "uses.ts"), given.uses);
const program = ts.createProgram([join(given.folder, "uses.ts")], {
  strict: true,
  noEmit: true,
  types: [],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
});
const told = ts
  .getPreEmitDiagnostics(program)
  .map(({ file, start, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName.split("/").pop()}:${line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
console.log(JSON.stringify({ told, lines: types.split("\n").length }));
