// What the dashboard reads from addresses, and writes into them.

import { format, intervalOf, parse, rangeOf } from "../../dashboard/state.js";
import { exclusionInput, labelOf, partsOf, stepInput, stepOf } from "../../dashboard/steps.js";

const { addresses, ranges, steps } = JSON.parse(process.argv[2]);
console.log(
  JSON.stringify({
    states: addresses.map(parse),
    again: addresses.map((address) => format(parse(format(parse(address)))) === format(parse(address))),
    steps: steps.map((step) => ({ step: stepInput(step), exclusion: exclusionInput(step), label: labelOf(step), again: stepOf(partsOf(step)) })),
    ranges: Object.fromEntries(ranges.map((range) => [range, rangeOf(range) && [rangeOf(range).input, intervalOf(range)]])),
  }),
);
