import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import { isBuiltIn, onWrittenColumns } from '../../engine/written-columns.js';

const narrow = ['int2', 'int4', 'smallserial', 'serial'] as const;

export default defineRule({
  id: 'prefer-bigint',
  aliases: ['prefer-bigint-over-int', 'prefer-bigint-over-smallint'],
  category: 'schema',
  severity: 'info',
  presets: { strict: true },
  once: 'habit',
  docs: {
    summary: 'Use bigint where numbers may grow.',
    condition:
      'A column is written as integer, smallint or a serial of these, or as an array of them. Keys that a sequence counts up are told by int-primary-key too. One finding a file.',
    effect:
      'A value beyond 2,147,483,647 (32,767 for smallint) is refused, and the way to bigint rewrites the table under ACCESS EXCLUSIVE.',
    workaround: '```sql\nALTER TABLE books ADD COLUMN views bigint;\n```',
    references: ['https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-INT'],
  },
  options: z.strictObject({}),
  messages: { narrow: 'Column {column} of {table} is narrower than bigint, and widening it later rewrites the table.' },
  examples: [
    { sql: 'CREATE TABLE books (id bigint PRIMARY KEY, views int);', reports: ['narrow'] },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE books ADD COLUMN views smallint;',
      reports: ['narrow'],
    },
    { sql: 'CREATE TABLE books (id bigint PRIMARY KEY, views bigint);', reports: [] },
    { sql: 'CREATE TABLE books (id bigint PRIMARY KEY, price numeric(10, 2));', reports: [] },
  ],
  check: onWrittenColumns(function* ({ table, column, type }) {
    if (!isBuiltIn(type, ...narrow)) return;
    yield { message: 'narrow', data: { table: formatName(table), column }, at: type.span };
  }),
});
