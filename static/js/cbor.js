/* The little CBOR that certificates/credentials/offline.py writes: one map of whole numbers to whole
   numbers, texts and bytes. Anything else is refused. */

const [NUMBER, BYTES, TEXT, MAP] = [0, 2, 3, 5];
const utf8 = new TextDecoder("utf-8", { fatal: true });

export function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;

  function length(short) {
    if (short < 24) return short;
    const size = 2 ** (short - 24); // 24: one byte, 25: two, 26: four
    if (size > 4) throw new RangeError("a number that we never write");
    at += size;
    return view[`getUint${size * 8}`](at - size);
  }

  function take(size) {
    if (at + size > bytes.length) throw new RangeError("cut short");
    at += size;
    return bytes.subarray(at - size, at);
  }

  function value() {
    const [head] = take(1);
    const kind = head >> 5;
    const size = length(head & 31);
    if (kind === NUMBER) return size;
    if (kind === BYTES) return take(size);
    if (kind === TEXT) return utf8.decode(take(size));
    throw new TypeError("a kind that we never write");
  }

  const [head] = take(1);
  if (head >> 5 !== MAP) throw new TypeError("not a map");
  const entries = new Map();
  for (let left = length(head & 31); left > 0; left -= 1) entries.set(value(), value());
  if (at !== bytes.length) throw new RangeError("something after the end");
  return entries;
}
