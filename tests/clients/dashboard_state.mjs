// What the dashboard reads from addresses, and writes into them.

import { format, intervalOf, parse, rangeOf } from "../../dashboard/state.js";

const { addresses, ranges } = JSON.parse(process.argv[2]);
console.log(
  JSON.stringify({
    states: addresses.map(parse),
    again: addresses.map((address) => format(parse(format(parse(address)))) === format(parse(address))),
    ranges: Object.fromEntries(ranges.map((range) => [range, rangeOf(range) && [rangeOf(range).input, intervalOf(range)]])),
  }),
);
