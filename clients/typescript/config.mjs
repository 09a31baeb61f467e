/** What the pinned generator is told. */
export const CONFIG = {
  enumType: "string-literal",
  strictScalars: true,
  scalars: {
    DateOrDateTime: "string",
    DateTime: "string",
    Duration: "string",
    JSON: "unknown",
    JSONObject: "Record<string, unknown>",
    Long: "number",
  },
};
