/** NAMEDATALEN - 1: the bytes that the server keeps of a name. */
const longestName = 63;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The name as the server keeps it, cut at a whole character. */
export function truncateName(name: string): string {
  if (name.length * 3 <= longestName) return name;
  const bytes = encoder.encode(name);
  if (bytes.length <= longestName) return name;
  let end = longestName;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return decoder.decode(bytes.subarray(0, end));
}
