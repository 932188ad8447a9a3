import type { FillColumn } from './read-tables.js';

/** What the checks that are easy to read demand of a column. The server has the last word. */
export interface Demands {
  /** One of these. */
  readonly values?: readonly string[] | undefined;
  readonly least?: number | undefined;
  readonly most?: number | undefined;
  readonly leastLength?: number | undefined;
  readonly mostLength?: number | undefined;
  /** POSIX patterns; `~*` ones with the flag `i`. */
  readonly patterns: readonly RegExp[];
}

/**
 * Reads `pg_get_constraintdef` of checks: lists of values, comparisons with a number, lengths and patterns.
 * @param subject How the checks call the value: the column's name, `VALUE` in a domain.
 */
export function demandsOf(checks: readonly string[], subject: string): Demands {
  const name = escapePattern(subject);
  // The server writes casts and parentheses around the operand: ((size)::text = …
  const operand = `\\(*${name}\\)*(?:::[a-z ]+(?:\\(\\d+\\))?)?\\)*`;
  const length = `\\(*(?:char_length|character_length|length|octet_length)\\(${operand}\\)*`;
  const text = checks.join('\n');
  const bound = (subjectPattern: string, operators: readonly string[], by: number): readonly number[] =>
    operators.flatMap((operator) =>
      [...text.matchAll(new RegExp(`${subjectPattern} ${operator} \\(?'?(-?\\d+(?:\\.\\d+)?)'?`, 'g'))].map(
        ([, number]) => Number(number) + (operator.length === 1 ? by : 0),
      ),
    );
  return {
    values: valuesIn(text, operand),
    least: greatest(bound(`(?<![\\w.(])${operand}`, ['>', '>='], 1)),
    most: smallest(bound(`(?<![\\w.(])${operand}`, ['<', '<='], -1)),
    leastLength: greatest([...bound(length, ['>', '>='], 1), ...bound(length, ['='], 0)].filter(isLength)),
    mostLength: smallest([...bound(length, ['<', '<='], -1), ...bound(length, ['='], 0)].filter(isLength)),
    patterns: patternsIn(text, operand),
  };
}

const isLength = (length: number): boolean => length >= 0 && length < 10_000;
const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const greatest = (numbers: readonly number[]): number | undefined =>
  numbers.length === 0 ? undefined : Math.max(...numbers);
const smallest = (numbers: readonly number[]): number | undefined =>
  numbers.length === 0 ? undefined : Math.min(...numbers);

function valuesIn(text: string, operand: string): readonly string[] | undefined {
  const list = new RegExp(`(?<![\\w.(])${operand} = ANY \\(+ARRAY\\[(.*?)\\]`).exec(text)?.[1];
  const equals = [...text.matchAll(new RegExp(`(?<![\\w.(])${operand} = ('(?:[^']|'')*'|-?\\d+)`, 'g'))].map(
    (m) => m[1] ?? '',
  );
  const all =
    list === undefined ? equals : [...list.matchAll(/'(?:[^']|'')*'|(?<=^|[ (,])-?\d+/g)].map(([item]) => item);
  return all.length === 0 ? undefined : all.map(unquote);
}

const unquote = (item: string): string => (item.startsWith("'") ? item.slice(1, -1).replaceAll("''", "'") : item);

function patternsIn(text: string, operand: string): readonly RegExp[] {
  return [...text.matchAll(new RegExp(`${operand} (~\\*?) '((?:[^']|'')*)'`, 'g'))].flatMap(
    ([, operator, pattern = '']) => {
      try {
        return [
          new RegExp(pattern.replaceAll("''", "'").replace(/\[:alnum:\]/g, 'a-zA-Z0-9'), operator === '~*' ? 'i' : ''),
        ];
      } catch {
        return [];
      }
    },
  );
}

/** Texts that many patterns take. */
const commonTexts: readonly string[] = [
  'a',
  'abc',
  'abc-def',
  'ABC',
  '1',
  '123456',
  'reader@example.org',
  'https://example.org/a',
  'http://example.org/a',
  '#aabbcc',
  '+491701234567',
  '2026-01-01',
  '12:30',
  '00000000-0000-4000-8000-000000000001',
  'aabbccddeeff00112233445566778899',
  '/a',
  'a.b',
  'A1',
  'DE',
  'en-GB',
  '1.0.0',
];

/** A text for the `row`-th row that keeps to the demands, as far as they were read. */
export function demandedText(
  { patterns, leastLength = 0, mostLength }: Demands,
  column: FillColumn,
  row: number,
): string {
  const most = Math.min(mostLength ?? Number.POSITIVE_INFINITY, column.length ?? Number.POSITIVE_INFINITY);
  const plain = `${column.name} ${row}`;
  const own = plain.length > most ? String(row).padStart(Math.min(most, 3), '0') : plain.padEnd(leastLength, '.');
  if (patterns.length === 0) return own;
  const fits = (text: string): boolean => patterns.every((pattern) => pattern.test(text));
  const varied = commonTexts.flatMap((text) => [`${text}${row}`, `${row}${text}`, `x${row}${text}`, text]);
  return [own, ...varied].find((text) => text.length >= leastLength && text.length <= most && fits(text)) ?? own;
}
