// Validates documents as `graphql-inspector validate` does: all of them as one project.

import { readFileSync } from "node:fs";
import { validate } from "@graphql-inspector/core";
import { buildSchema, Source } from "graphql";

const given = JSON.parse(process.argv[2]);
const read = (path) => readFileSync(path, "utf8");
const found = validate(
  buildSchema(read(given.schema)),
  given.documents.map((path) => new Source(read(path), path)),
  { strictFragments: true },
);
const messages = ({ source, errors, deprecated }) =>
  [...errors, ...deprecated].map((error) => `${source.name}: ${error.message}`);
console.log(JSON.stringify(found.flatMap(messages)));
