import { z } from 'zod';
import { listText } from '../../core/list-text.js';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'required-columns',
  aliases: ['mandatory-columns'],
  category: 'schema',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Give every table the columns that the project has agreed on.',
    condition:
      'At the end of the history, a table lacks a column that the option `columns` names. Without it the rule is silent. Partitions, temporary tables and names that match `ignore` are left out.',
    effect: 'Code that expects the columns in every table fails on this one.',
    workaround:
      '```json\n{ "rules": { "required-columns": ["warning", { "columns": ["created_at", "updated_at"] }] } }\n```',
    references: [],
  },
  options: z.strictObject({
    columns: z.array(z.string()).default([]).describe('Names of columns that every table must have.'),
    ignore: z.string().optional().describe('A regular expression for names of tables that need not have them.'),
  }),
  messages: { lacks: 'Table {table} lacks {columns}, which the project wants in every table.' },
  examples: [
    {
      sql: 'CREATE TABLE books (id bigint PRIMARY KEY, created_at timestamptz);',
      options: { columns: ['created_at', 'updated_at'] },
      reports: ['lacks'],
    },
    { sql: 'CREATE TABLE loans (id bigint PRIMARY KEY);', options: { columns: ['tenant_id'] }, reports: ['lacks'] },
    {
      sql: 'CREATE TABLE books (id bigint PRIMARY KEY);',
      after: ['ALTER TABLE books ADD COLUMN created_at timestamptz;'],
      options: { columns: ['created_at'] },
      reports: [],
    },
    { sql: 'CREATE TABLE books (id bigint PRIMARY KEY);', reports: [] },
  ],
  check: {
    *history({ catalog, originOf, options }) {
      const ignored = options.ignore === undefined ? undefined : new RegExp(options.ignore);
      for (const table of catalog.relations()) {
        const origin = originOf(table.unit);
        if (!(table.kind === 'table' || table.kind === 'partitionedTable') || !origin || !table.span) continue;
        if (table.managed || !table.complete || table.partitionOf || table.persistence === 'temporary') continue;
        const lacking = options.columns.filter((name) => !table.columns.has(name));
        if (lacking.length === 0 || ignored?.test(table.name.name)) continue;
        yield {
          message: 'lacks',
          data: { table: formatName(table.name), columns: listText(lacking) },
          at: table.span,
          path: origin.path,
          subject: formatName(table.name),
        };
      }
    },
  },
});
