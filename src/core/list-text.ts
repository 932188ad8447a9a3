/** For messages: `a`, `a and b`, `a, b and c`; beyond `most` only how many there are more: `a, b and 7 more`. */
export function listText(names: readonly string[], most = 5): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  const [last = '', ...before] = shown.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(', ')} and ${last}`;
}
