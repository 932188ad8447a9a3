import { z } from 'zod';
import { formatName, quoteIdentifier } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import { isBuiltIn, onWrittenColumns } from '../../engine/written-columns.js';

export default defineRule({
  id: 'prefer-jsonb',
  aliases: ['json-column'],
  category: 'schema',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  once: 'file',
  fixChangesSchema: true,
  docs: {
    summary: 'Use jsonb, not json.',
    condition: 'A column of a new table, a new column or a new type of a column is json. One finding a file.',
    effect:
      'json has no equality operator: SELECT DISTINCT, UNION and GROUP BY over the column fail with 42883, no index helps, and each read parses the text again.',
    workaround:
      '```sql\nALTER TABLE books ADD COLUMN details jsonb;\n```\n\njson is right only where the exact text, its spaces and its repeated keys must be kept.',
    references: ['https://www.postgresql.org/docs/current/datatype-json.html'],
  },
  options: z.strictObject({}),
  messages: { json: 'Column {column} of {table} is json, which cannot be compared or indexed; jsonb can.' },
  examples: [
    {
      sql: 'CREATE TABLE books (id bigint PRIMARY KEY, details json NOT NULL);',
      fixed: 'CREATE TABLE books (id bigint PRIMARY KEY, details jsonb NOT NULL);',
      reports: ['json'],
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE books ADD COLUMN details JSON[];',
      fixed: 'ALTER TABLE books ADD COLUMN details JSONB[];',
      reports: ['json'],
    },
    { sql: 'CREATE TABLE books (id bigint PRIMARY KEY, details jsonb);', reports: [] },
    {
      sql: 'CREATE TEMPORARY TABLE import (line json);',
      reports: [],
      because: 'It is gone with the session.',
    },
  ],
  check: onWrittenColumns(function* ({ table, column, type, definition }, { section }) {
    if (!isBuiltIn(type, 'json')) return;
    const written = section.text.slice(type.span.start, type.span.end);
    const at = type.span.start + written.search(/json/i) + 'json'.length;
    yield {
      message: 'json',
      data: { table: formatName(table), column },
      at: type.span,
      subject: `${formatName(table)}.${column}`,
      workaround:
        definition &&
        `\`${quoteIdentifier(column)} ${written.replace(/json/i, 'jsonb')}\`, unless its exact text, its spaces and its repeated keys must be kept.`,
      fix: definition && [{ span: { start: at, end: at }, text: written.includes('JSON') ? 'B' : 'b' }],
    };
  }),
});
