import { z } from 'zod';
import type { Column, Relation } from '../../catalog/model.js';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import { isBuiltIn } from '../../engine/written-columns.js';

export default defineRule({
  id: 'int-primary-key',
  category: 'schema',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Number rows with bigint.',
    condition:
      'At the end of the history, a column of a primary key is integer or smallint and gets its values from a sequence (serial, identity, nextval). Keys that come from elsewhere, such as a year, are left out.',
    effect:
      'After 2,147,483,647 numbers, also those of rolled back and refused rows, every INSERT fails, and the way to bigint rewrites the table under ACCESS EXCLUSIVE with all that refer to it.',
    workaround: '```sql\nCREATE TABLE loans (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);\n```',
    references: ['https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-INT'],
  },
  options: z.strictObject({}),
  messages: { narrow: 'The numbers of {table}.{column} end at {last}: its type is {type}.' },
  examples: [
    { sql: 'CREATE TABLE loans (id serial PRIMARY KEY);', reports: ['narrow'] },
    { sql: 'CREATE TABLE loans (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);', reports: ['narrow'] },
    { sql: 'CREATE TABLE loans (id bigserial PRIMARY KEY);', reports: [] },
    {
      sql: 'CREATE TABLE years (year int PRIMARY KEY);',
      reports: [],
      because: 'No sequence counts it up.',
    },
    {
      sql: 'CREATE TABLE loans (id serial PRIMARY KEY);',
      after: ['ALTER TABLE loans ALTER COLUMN id TYPE bigint;'],
      reports: [],
      because: 'A later migration widens it.',
    },
  ],
  check: {
    *history({ catalog, originOf }) {
      for (const table of catalog.relations()) {
        const origin = originOf(table.unit);
        if (table.managed || table.partitionOf || !origin || !table.span) continue;
        for (const column of keyColumns(table)) {
          const base = catalog.baseType(column.type);
          if (!isBuiltIn(base, ...narrowTypes) || !isCounted(column)) continue;
          const small = isBuiltIn(base, ...smallTypes);
          yield {
            message: 'narrow',
            data: {
              table: formatName(table.name),
              column: column.name,
              type: small ? 'smallint' : 'integer',
              last: small ? '32,767' : '2,147,483,647',
            },
            at: table.span,
            path: origin.path,
            subject: `${formatName(table.name)}.${column.name}`,
          };
        }
      }
    },
  },
});

const smallTypes = ['int2', 'smallserial', 'serial2'] as const;
const narrowTypes = [...smallTypes, 'int4', 'serial', 'serial4'] as const;

function* keyColumns(table: Relation): Generator<Column> {
  for (const { definition, columns } of table.constraints.values()) {
    if (definition.type !== 'primaryKey') continue;
    for (const name of columns) {
      const column = table.columns.get(name);
      if (column !== undefined) yield column;
    }
  }
}

const isCounted = (column: Column): boolean =>
  column.serial ||
  column.identity !== undefined ||
  (column.default?.kind === 'call' && column.default.name.name === 'nextval');
