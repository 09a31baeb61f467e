let time = 0;
let sequence = 0;

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, "0");

/**
 * A UUIDv7: it begins with the time, so ids sort by age and the server finds them quickly. Each is greater than those
 * made before in this page, also within a millisecond and after the clock was set back.
 */
export function uuid7(): string {
  const now = Date.now();
  if (now > time) {
    time = now;
    sequence = 0;
  } else if (++sequence > 0xfff) {
    time += 1;
    sequence = 0;
  }
  const random = crypto.getRandomValues(new Uint16Array(4));
  const tail = [...random.subarray(1)].map((part) => hex(part, 4)).join("");
  const clock = hex(time, 12);
  const variant = hex(0x8000 | (random[0]! & 0x3fff), 4);
  return `${clock.slice(0, 8)}-${clock.slice(8)}-7${hex(sequence, 3)}-${variant}-${tail}`;
}
