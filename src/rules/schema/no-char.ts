import { z } from 'zod';
import { formatName, quoteIdentifier } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import { isBuiltIn, onWrittenColumns } from '../../engine/written-columns.js';

export default defineRule({
  id: 'no-char',
  category: 'schema',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  once: 'habit',
  docs: {
    summary: 'Use text, not char(n).',
    condition:
      'A column is written as char(n), character(n) or bpchar. The one-byte type "char" is another one. One finding a file.',
    effect:
      'Values are filled up with spaces that some comparisons see and others do not: they match LIKE and regular expressions differently than equality, and an index on text is not used.',
    workaround: "```sql\nCREATE TABLE editions (isbn text PRIMARY KEY CHECK (isbn ~ '^[0-9]{13}$'));\n```",
    references: ['https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_char.28n.29'],
  },
  options: z.strictObject({}),
  messages: { padded: 'Column {column} of {table} is char, which fills values up with spaces.' },
  examples: [
    { sql: 'CREATE TABLE countries (code char(2) PRIMARY KEY);', reports: ['padded'] },
    {
      given: 'CREATE TABLE editions (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE editions ADD COLUMN isbn character(13);',
      reports: ['padded'],
    },
    { sql: 'CREATE TABLE countries (code text PRIMARY KEY CHECK (char_length(code) = 2));', reports: [] },
    {
      sql: 'CREATE TABLE states (id bigint PRIMARY KEY, state "char");',
      reports: [],
      because: '"char" is one byte, without padding.',
    },
  ],
  check: onWrittenColumns(function* ({ table, column, type }) {
    if (!isBuiltIn(type, 'bpchar')) return;
    const name = quoteIdentifier(column);
    yield {
      message: 'padded',
      data: { table: formatName(table), column },
      at: type.span,
      subject: `${formatName(table)}.${column}`,
      workaround: `\`${name} text\`, with \`CHECK (char_length(${name}) = ${type.modifiers[0] ?? 1})\` where each value has that length.`,
    };
  }),
});
