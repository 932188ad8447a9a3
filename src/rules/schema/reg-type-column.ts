import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { relationNamed } from '../../catalog/existing.js';
import type { Relation } from '../../catalog/model.js';
import { formatName } from '../../core/name.js';
import { placeOf } from '../../engine/history-place.js';
import { defineRule } from '../../engine/rule.js';
import { isBuiltIn } from '../../engine/written-columns.js';

/** Those that pg_upgrade refuses: it keeps the numbers of relations, types and roles only. */
const refused = [
  'regcollation',
  'regconfig',
  'regdictionary',
  'regnamespace',
  'regoper',
  'regoperator',
  'regproc',
  'regprocedure',
] as const;

export default defineRule({
  id: 'reg-type-column',
  category: 'schema',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Store names, not the reg types that pg_upgrade refuses.',
    condition: `At the end of the history, a column of a table is ${refused.join(', ')}. Partitions and children are told of with their parent. regclass, regrole and regtype may be stored.`,
    effect: 'pg_upgrade stops at the column, as the numbers behind it are others after an upgrade.',
    workaround:
      '```sql\nALTER TABLE jobs ADD COLUMN handler text;\n```\n\nConvert where it is used: `handler::regproc`.',
    references: ['https://www.postgresql.org/docs/current/pgupgrade.html'],
  },
  options: z.strictObject({}),
  messages: { stored: 'Column {column} of {table} is {type}: pg_upgrade refuses a database with such a column.' },
  examples: [
    { sql: 'CREATE TABLE jobs (id bigint PRIMARY KEY, handler regproc);', reports: ['stored'] },
    {
      given: 'CREATE TABLE jobs (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE jobs ADD COLUMN language regconfig;',
      reports: ['stored'],
    },
    {
      given: 'CREATE TABLE jobs (id bigint PRIMARY KEY, handler text);',
      sql: 'ALTER TABLE jobs ALTER COLUMN handler TYPE regproc USING NULL;',
      reports: ['stored'],
    },
    {
      sql: 'CREATE TABLE jobs (id bigint PRIMARY KEY, handler regproc);',
      after: ['ALTER TABLE jobs ALTER COLUMN handler TYPE text;'],
      reports: [],
      because: 'A later migration mends it.',
    },
    {
      given: 'CREATE TABLE jobs (id bigint PRIMARY KEY);',
      sql: 'ALTER TABLE jobs ADD COLUMN handler regproc;',
      after: ['ALTER TABLE jobs DROP COLUMN handler;'],
      reports: [],
      because: 'It is gone in the end.',
    },
    {
      given: 'CREATE TABLE jobs (id bigint PRIMARY KEY, handler regproc);',
      sql: 'CREATE TABLE old_jobs (LIKE jobs);',
      reports: ['stored'],
    },
    {
      sql: 'CREATE TABLE jobs (id bigint, handler regproc) PARTITION BY RANGE (id); CREATE TABLE jobs_rest PARTITION OF jobs DEFAULT;',
      reports: ['stored'],
      because: 'Once for all partitions.',
    },
    { sql: 'CREATE TABLE jobs (id bigint PRIMARY KEY, target regclass, owner regrole);', reports: [] },
    { sql: 'CREATE TABLE jobs (id bigint PRIMARY KEY, handler text);', reports: [] },
  ],
  check: {
    *history({ catalog, originOf }) {
      for (const table of catalog.relations()) {
        if (!isStored(table)) continue;
        for (const column of table.columns.values()) {
          const { name, type } = column;
          const place = placeOf(originOf, column.writtenAt ?? table);
          if (!place || !isBuiltIn(type, ...refused) || isInherited(table, name, catalog)) continue;
          const data = { table: formatName(table.name), column: name, type: type.name };
          yield { message: 'stored', data, subject: `${data.table}.${name}`, ...place };
        }
      }
    },
  },
});

const isStored = ({ kind, persistence, managed }: Relation): boolean =>
  (kind === 'table' || kind === 'partitionedTable') && persistence !== 'temporary' && !managed;

/** It is told of the parent. */
const isInherited = ({ inherits, partitionOf }: Relation, column: string, catalog: Catalog): boolean =>
  [...inherits, ...(partitionOf ? [partitionOf.parent] : [])].some(
    (parent) => relationNamed(catalog, parent)?.columns.has(column) === true,
  );
