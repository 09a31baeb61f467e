// Runs the GraphQL over HTTP audits against {"url"}; prints [{id, name, status, reason}].
import { serverAudits } from "graphql-http";

const { url } = JSON.parse(process.argv[2]);
const found = [];
for (const audit of serverAudits({ url })) {
  const result = await audit.fn();
  found.push({ id: audit.id, name: audit.name, status: result.status, reason: result.reason ?? null });
}
console.log(JSON.stringify(found));
