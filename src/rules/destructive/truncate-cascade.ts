import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { mustHaveBeenThere } from '../../catalog/existing.js';
import { listText } from '../../core/list-text.js';
import { formatName, formatQualified, type QualifiedName, quoteName, type WrittenName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'truncate-cascade',
  category: 'destructive',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Name every table that TRUNCATE empties.',
    condition:
      '`TRUNCATE … CASCADE` of a table that existed before the migration. Not of a temporary table, and not of one that ' +
      'the same migration created.',
    effect:
      'Every table with a foreign key to it is emptied as well, and every table with a foreign key to those, however many ' +
      'rows refer to it. All of them are held under ACCESS EXCLUSIVE to the end of the transaction.',
    workaround:
      'Name the tables, so that a reader sees what is lost, and so that the server refuses where one was forgotten:\n\n' +
      '```sql\nTRUNCATE books, loans;\n```',
    workaroundGiven:
      'CREATE TABLE books (id bigint PRIMARY KEY); CREATE TABLE loans (book_id bigint REFERENCES books);',
    references: ['https://www.postgresql.org/docs/current/sql-truncate.html'],
  },
  options: z.strictObject({}),
  messages: {
    emptiesOthers: 'TRUNCATE {tables} CASCADE deletes all rows, and those of {others} too.',
    emptiesAll: 'TRUNCATE {tables} CASCADE deletes all rows, and those of every table that refers to them.',
  },
  examples: [
    {
      given: [
        'create table books (id bigint primary key);',
        'create table loans (id bigint primary key, book_id bigint references books);',
        'create table fines (loan_id bigint references loans);',
      ],
      sql: 'truncate books cascade;',
      reports: ['emptiesOthers'],
      because: 'The rows of `loans` and `fines` go as well.',
    },
    { sql: 'truncate books cascade;', alone: true, reports: ['emptiesAll'] },
    {
      given: 'create table books (id bigint primary key); create table loans (book_id bigint references books);',
      sql: 'truncate books, loans;',
      reports: [],
      because: 'Every table is named; `truncate` speaks of the rows.',
    },
    { sql: 'create table books (id bigint primary key); truncate books cascade;', reports: [] },
  ],
  check: {
    *truncate(op, { catalog }) {
      const tables = op.tables.filter((table) => mustHaveBeenThere(catalog, table));
      if (!op.cascade || tables.length === 0) return;
      const names = tables.map((table) => catalog.resolve(table));
      const others = referencing(catalog, names);
      const text = listText(tables.map(formatName));
      const place = { at: op.span, subject: names.map(formatQualified).join(), workaround: byName(tables, others) };
      if (others.length === 0) yield { message: 'emptiesAll', data: { tables: text }, ...place };
      else {
        yield { message: 'emptiesOthers', data: { tables: text, others: listText(others.map(formatName)) }, ...place };
      }
    },
  },
});

/** Tables with a foreign key to one of these, at every depth. */
function referencing(catalog: Catalog, tables: readonly QualifiedName[]): readonly QualifiedName[] {
  const found = new Map(tables.map((table) => [formatQualified(table), table]));
  for (const table of found.values()) {
    for (const { table: other } of catalog.referencingForeignKeys(table))
      found.set(formatQualified(other.name), other.name);
  }
  return [...found.values()].slice(new Set(tables.map(formatQualified)).size);
}

const byName = (tables: readonly WrittenName[], others: readonly QualifiedName[]): string =>
  'Name every table, without CASCADE, so that the server refuses where one was forgotten:\n\n' +
  `\`\`\`sql\nTRUNCATE ${[...tables, ...others].map(quoteName).join(', ')};\n\`\`\``;
