import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

const given = "create type priority as enum ('low', 'high');";

export default defineRule({
  id: 'enum-value-ordering',
  category: 'compatibility',
  severity: 'info',
  presets: { strict: true },
  once: 'file',
  docs: {
    summary: 'Say where a new value of an enum belongs.',
    condition:
      '`ALTER TYPE … ADD VALUE` without BEFORE or AFTER, where the value belongs to a scale with another one: levels, sizes, plans, roles, times or numbers. One finding a file. Not for a type that the same migration created.',
    effect: 'The value goes to the end. ORDER BY, < and > go by this order, and no statement can change it later.',
    workaround:
      "Say it, even where it is the end:\n\n```sql\nALTER TYPE priority ADD VALUE 'urgent' AFTER 'high';\n```",
    references: ['https://www.postgresql.org/docs/current/datatype-enum.html#DATATYPE-ENUM-ORDERING'],
  },
  options: z.strictObject({}),
  messages: { atEnd: "Value '{value}' becomes the last of {type}, and its place can never be changed." },
  examples: [
    { given, sql: "alter type priority add value 'urgent';", reports: ['atEnd'] },
    {
      given,
      sql: "alter type priority add value if not exists 'medium'; alter type priority add value 'urgent';",
      reports: ['atEnd'],
    },
    {
      given: "create type chart as enum ('bar', 'line');",
      sql: "alter type chart add value 'pie';",
      reports: [],
      because: 'None of them is more than another.',
    },
    { given, sql: "alter type priority add value 'medium' before 'high';", reports: [] },
    { given, sql: "alter type priority add value 'urgent' after 'high';", reports: [] },
  ],
  check: {
    *addEnumValue(op, { catalog }) {
      const type = catalog.type(op.type);
      if (op.position !== undefined || (typeof type === 'object' && type.unit === catalog.unit)) return;
      if (
        type === 'absent' ||
        (typeof type === 'object' && !(type.kind === 'enum' && extendsScale(op.value, type.values)))
      )
        return;
      if (op.ifNotExists && typeof type === 'object' && type.kind === 'enum' && type.values.includes(op.value)) return;
      yield { message: 'atEnd', data: { value: op.value, type: formatName(op.type) }, at: op.span };
    },
  },
});

const scales: readonly ReadonlySet<string>[] = [
  'none minimal tiny small low minor medium normal moderate high major large huge critical urgent severe blocker',
  'trace debug info notice warn warning error fatal critical',
  'trial free hobby starter basic standard plus pro premium business team enterprise',
  'bronze silver gold platinum diamond',
  'beginner intermediate advanced expert',
  'guest viewer reader member editor developer manager admin owner',
  'hour day week month quarter year hourly daily weekly monthly quarterly yearly annually',
  'monday tuesday wednesday thursday friday saturday sunday',
].map((words) => new Set(words.split(' ')));

/** It belongs to one scale with another value, or differs from one in a number. */
function extendsScale(value: string, others: readonly string[]): boolean {
  const [word, ...words] = [value, ...others].map((text) => text.toLowerCase());
  if (word === undefined) return false;
  if (/\d/.test(word) && words.some((other) => /\d/.test(other) && stemOf(other) === stemOf(word))) return true;
  return scales.some((scale) => scale.has(word) && words.some((other) => scale.has(other)));
}

const stemOf = (word: string): string => word.replace(/\d+/g, '#');
