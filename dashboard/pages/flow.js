// Events: funnels, who comes back, cohorts and revenue; what is asked is chosen here, and is in the address. The file has another
// name than the page, because ad blockers look for it.

import "../builder.js";
import { parts } from "../parts.js";
import { html } from "../vendor/lit-3.3.3.js";

await parts("cohorts", "funnel", "returns", "revenue", "sold");

/** @type {Page} */
export const page = {
  title: "Events",
  ranged: true,
  render: ({ range, tz, definition, traffic, compare, steps, order, window, exclusions, start, returns, by, number, currency, split }) =>
    html`<viewpulse-steps steps=${steps} order=${order} window=${window} exclusions=${exclusions}></viewpulse-steps>
      <viewpulse-funnel label="Funnel" steps=${steps} order=${order} window=${window} exclusions=${exclusions} range=${range} timezone=${tz} traffic=${traffic}></viewpulse-funnel>
      <viewpulse-returns label="Who comes back" start=${start} returns=${returns} by=${by} range=${range} timezone=${tz} traffic=${traffic}></viewpulse-returns>
      <viewpulse-cohorts label="Cohorts" start=${start} number=${number} currency=${currency} by=${by} range=${range} timezone=${tz} traffic=${traffic}></viewpulse-cohorts>
      <viewpulse-revenue label="Revenue" currency=${currency} range=${range} timezone=${tz} definition=${definition} traffic=${traffic} ?compare=${compare}></viewpulse-revenue>
      <viewpulse-sold label="What sold best" split=${split} currency=${currency} range=${range} timezone=${tz} definition=${definition} traffic=${traffic}></viewpulse-sold>`,
};
