import { z } from 'zod';
import { formatName, quoteIdentifier } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import { isBuiltIn, onWrittenColumns } from '../../engine/written-columns.js';

export default defineRule({
  id: 'prefer-timestamptz',
  category: 'schema',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  once: 'habit',
  fixChangesSchema: true,
  docs: {
    summary: 'Use timestamptz, not timestamp.',
    condition:
      'A column of a new table, a new column or a new type of a column is timestamp without time zone. One finding a file.',
    effect:
      'The value names no moment: now() is stored as the wall clock of whichever session writes, and sessions in two zones read two times from one row.',
    workaround:
      '```sql\nALTER TABLE books ADD COLUMN lent_at timestamptz;\n```\n\nBoth take 8 bytes. timestamp is right for a wall clock without a place, such as an opening hour on a date.',
    workaroundGiven: 'CREATE TABLE books (id bigint PRIMARY KEY);',
    references: ['https://www.postgresql.org/docs/current/datatype-datetime.html'],
  },
  options: z.strictObject({}),
  messages: { naive: 'Column {column} of {table} is timestamp without time zone, so its values name no moment.' },
  examples: [
    {
      sql: 'CREATE TABLE loans (id bigint PRIMARY KEY, lent_at timestamp NOT NULL);',
      fixed: 'CREATE TABLE loans (id bigint PRIMARY KEY, lent_at timestamptz NOT NULL);',
      reports: ['naive'],
    },
    {
      given: 'CREATE TABLE loans (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE loans ADD COLUMN due timestamp(3) without time zone;',
      fixed: 'ALTER TABLE loans ADD COLUMN due timestamptz(3);',
      reports: ['naive'],
    },
    {
      given: 'CREATE TABLE loans (lent_at timestamptz);',
      sql: 'ALTER TABLE loans ALTER COLUMN lent_at TYPE timestamp;',
      reports: ['naive'],
      because: 'The values are converted, which nobody but the author can take back.',
    },
    {
      sql: 'CREATE TABLE loans (id bigint PRIMARY KEY, lent_at timestamp);',
      after: ['ALTER TABLE loans RENAME TO lendings;'],
      reports: ['naive'],
      fixed: 'CREATE TABLE loans (id bigint PRIMARY KEY, lent_at timestamptz);',
    },
    {
      sql: 'CREATE TABLE loans (id bigint PRIMARY KEY, lent_at timestamp);',
      after: ["ALTER TABLE loans ALTER COLUMN lent_at TYPE timestamptz USING lent_at AT TIME ZONE 'UTC';"],
      reports: [],
      because: 'A later migration mends it.',
    },
    {
      sql: 'CREATE TABLE loans (id bigint PRIMARY KEY, lent_at timestamp);',
      after: ['DROP TABLE loans;'],
      reports: [],
      because: 'It is gone in the end.',
    },
    { sql: 'CREATE TABLE loans (id bigint PRIMARY KEY, lent_at timestamp with time zone);', reports: [] },
    { sql: 'CREATE TABLE loans (id bigint PRIMARY KEY, day date, hour time);', reports: [] },
  ],
  check: onWrittenColumns(function* ({ table, column, type, definition }, { section }) {
    if (!isBuiltIn(type, 'timestamp')) return;
    const written = section.text.slice(type.span.start, type.span.end);
    const zoned = written
      .replace(/\s+without\s+time\s+zone/i, '')
      .replace(/timestamp/i, (word) => (word === 'TIMESTAMP' ? 'TIMESTAMPTZ' : 'timestamptz'));
    yield {
      message: 'naive',
      data: { table: formatName(table), column },
      at: type.span,
      subject: `${formatName(table)}.${column}`,
      workaround:
        definition &&
        `\`${quoteIdentifier(column)} ${zoned}\`, unless it is a wall clock without a place, such as an opening hour on a date.`,
      fix: definition && [{ span: type.span, text: zoned }],
    };
  }),
});
