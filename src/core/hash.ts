const offsetBasis = 'cbf29ce484222325';
const encoder = new TextEncoder();

/**
 * 64-bit FNV-1a of the text's UTF-8 bytes, as 16 hex digits. For fingerprints, not for secrets.
 * @param before the hash of the text that this one goes on: `fnv1a64(b, fnv1a64(a))` is `fnv1a64(a + b)`
 * @see https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
 */
export function fnv1a64(text: string, before: string = offsetBasis): string {
  let high = Number.parseInt(before.slice(0, 8), 16);
  let low = Number.parseInt(before.slice(8), 16);
  for (const byte of encoder.encode(text)) {
    low = (low ^ byte) >>> 0;
    // Times the prime, 2^40 + 435, in two halves of 32 bits: no product leaves the whole numbers of a double.
    const product = low * 435;
    high = (high * 435 + (low << 8) + Math.floor(product / 2 ** 32)) >>> 0;
    low = product >>> 0;
  }
  return hex(high) + hex(low);
}

const hex = (half: number): string => half.toString(16).padStart(8, '0');
