import { z } from 'zod';
import { primaryKeyOf } from '../../catalog/existing.js';
import type { Constraint, Relation } from '../../catalog/model.js';
import { formatName, quoteName } from '../../core/name.js';
import { keyBuiltFirst } from '../../engine/concurrent-key.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'no-primary-key',
  aliases: ['unique-not-null-instead-of-pk'],
  category: 'schema',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Give every table a primary key.',
    condition:
      'At the end of the history, a table has columns and no primary key. Temporary tables, partitions (the key is their parent’s), tables that inherit, and copies made by CREATE TABLE AS are left out. So are tables whose names match the option `ignore`.',
    effect:
      'Logical replication refuses UPDATE and DELETE on it, the same row can be there twice and cannot be told apart, and many tools cannot show or edit it.',
    workaround:
      '```sql\nCREATE TABLE loans (\n  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n  book_id bigint NOT NULL\n);\n```\n\nOn a table with rows: a unique index built CONCURRENTLY over columns that are NOT NULL, then `ADD PRIMARY KEY USING INDEX`.',
    references: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-PRIMARY-KEYS'],
  },
  options: z.strictObject({
    ignore: z.string().optional().describe('A regular expression for names of tables that need no key.'),
  }),
  messages: {
    keyless: 'Table {table} ends up without a primary key: its rows cannot be told apart or replicated.',
    candidate:
      'Table {table} ends up without a primary key, though {constraint} ({columns}) could be it: unique and NOT NULL.',
  },
  examples: [
    { sql: 'CREATE TABLE loans (book_id bigint, reader_id bigint);', reports: ['keyless'] },
    {
      given: 'CREATE TABLE loans (id bigint PRIMARY KEY);',
      sql: 'CREATE TABLE returns (loan_id bigint UNIQUE NOT NULL);',
      reports: ['candidate'],
    },
    {
      sql: 'CREATE TABLE loans (book_id bigint, reader_id bigint, PRIMARY KEY (book_id, reader_id));',
      reports: [],
    },
    {
      sql: 'CREATE TABLE loans (id bigint NOT NULL);',
      after: ['ALTER TABLE loans ADD PRIMARY KEY (id);'],
      reports: [],
      because: 'A later migration adds it.',
    },
    { sql: 'CREATE TEMPORARY TABLE import (line text);', reports: [] },
    { sql: 'CREATE TABLE import_lines (line text);', options: { ignore: '^import_' }, reports: [] },
  ],
  check: {
    *history({ catalog, originOf, options }) {
      const ignored = options.ignore === undefined ? undefined : new RegExp(options.ignore);
      for (const table of catalog.relations()) {
        const origin = originOf(table.unit);
        if (!needsKey(table) || !origin || !table.span || ignored?.test(table.name.name)) continue;
        const place = { at: table.span, path: origin.path, subject: quoteName(table.name) };
        const data = { table: formatName(table.name) };
        const candidate = candidateOf(table);
        if (candidate === undefined) yield { message: 'keyless', data, ...place, workaround: makesKey };
        else {
          const { name: constraint, columns } = candidate;
          const key = { type: 'primaryKey', columns, ...plain } as const;
          yield {
            message: 'candidate',
            data: { ...data, constraint, columns: columns.join(', ') },
            ...place,
            workaround: keyBuiltFirst(table.name, key, false),
          };
        }
      }
    },
  },
});

const plain = { include: [], nullsNotDistinct: false, deferrable: false, initiallyDeferred: false } as const;

const makesKey =
  'Where it is not applied yet, write the key into its CREATE TABLE: over the columns that tell its rows apart, or over a new one, `id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY`. On a table with rows: a unique index built CONCURRENTLY over columns that are NOT NULL, then `ADD PRIMARY KEY USING INDEX`.';

/** A unique constraint over columns that are all NOT NULL. */
const candidateOf = (table: Relation): Constraint | undefined =>
  [...table.constraints.values()].find(
    ({ definition, columns }) =>
      definition.type === 'unique' && columns.every((column) => table.columns.get(column)?.notNull === true),
  );

const needsKey = (table: Relation): boolean =>
  (table.kind === 'table' || table.kind === 'partitionedTable') &&
  table.persistence !== 'temporary' &&
  !table.managed &&
  table.complete &&
  table.columns.size > 0 &&
  table.partitionOf === undefined &&
  table.inherits.length === 0 &&
  primaryKeyOf(table) === undefined;
