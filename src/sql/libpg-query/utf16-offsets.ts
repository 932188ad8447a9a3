/**
 * Maps UTF-8 byte offsets of `text` to UTF-16 offsets, in constant time a look-up.
 * An offset inside a character is that character's start; one past the end is the end.
 */
export function utf16Offsets(text: string): (byteOffset: number) => number {
  const firstWide = text.search(/[^\0-\x7f]/);
  if (firstWide < 0) return (offset) => Math.min(offset, text.length);
  const table = offsetTable(text, firstWide);
  return (offset) => (offset <= firstWide ? offset : (table[offset - firstWide] ?? text.length));
}

/** The UTF-16 offset of every byte from `start` (where bytes and units still agree) on. */
function offsetTable(text: string, start: number): Uint32Array {
  const table = new Uint32Array(utf8Length(text, start));
  let byte = 0;
  for (let unit = start; unit < text.length; ) {
    const point = text.codePointAt(unit) ?? 0;
    const width = utf8Width(point);
    table.fill(unit, byte, byte + width);
    byte += width;
    unit += point > 0xffff ? 2 : 1;
  }
  return table;
}

const utf8Width = (point: number): number => (point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4);

function utf8Length(text: string, start: number): number {
  let length = 0;
  for (let unit = start; unit < text.length; unit += 1) {
    const point = text.codePointAt(unit) ?? 0;
    length += utf8Width(point);
    if (point > 0xffff) unit += 1;
  }
  return length;
}

/** The UTF-16 offset of the `count`-th character (code point) of `text`, from 0. */
export function utf16OfCharacter(text: string, count: number): number {
  let unit = 0;
  for (let left = count; left > 0 && unit < text.length; left -= 1) {
    unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
  }
  return unit;
}
