/** Lines of columns, each as wide as its longest cell; the last is as long as it is. `width` counts what is seen. */
export function columns(rows: readonly (readonly string[])[], indent = '  '): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) => Math.max(...rows.map((row) => seen(row[at] ?? ''))));
  return rows.map((row) =>
    `${indent}${row.map((cell, at) => (at === row.length - 1 ? cell : padded(cell, widths[at] ?? 0))).join('  ')}`.trimEnd(),
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
const seen = (text: string): number => text.replace(/\u001b\[\d+m/g, '').length;

const padded = (text: string, width: number): string => text + ' '.repeat(width - seen(text));
