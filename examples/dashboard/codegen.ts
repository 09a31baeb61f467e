import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "../../schema.graphql",
  documents: "src/documents/*.graphql",
  generates: {
    "src/generated.ts": {
      plugins: ["typescript", "typescript-operations", "typed-document-node"],
      config: {
        enumsAsTypes: true, // the values as they are sent: "DAY"
        strictScalars: true, // a new scalar is an error here, not an `any` in the code
        scalars: {
          DateOrDateTime: "string",
          DateTime: "string",
          Duration: "string",
          JSON: "unknown",
          JSONObject: "Record<string, unknown>",
          Long: "number", // within 2^53, so that no number is rounded
        },
      },
    },
  },
};

export default config;
