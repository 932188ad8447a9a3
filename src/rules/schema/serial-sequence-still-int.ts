import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { formatName, type QualifiedName, quoteName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import { isBuiltIn } from '../../engine/written-columns.js';
import type { Operation } from '../../sql/operation.js';
import { operationsOf } from '../../sql/script-order.js';

export default defineRule({
  id: 'serial-sequence-still-int',
  category: 'schema',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Widen the sequence with its column.',
    condition:
      'A serial column becomes bigint, and the migration does not say ALTER SEQUENCE … AS bigint. Identity columns widen their sequence themselves.',
    effect:
      'The sequence of a serial column stays integer: INSERTs fail at 2,147,483,647 although the column is wide enough.',
    workaround: '```sql\nALTER TABLE loans ALTER COLUMN id TYPE bigint;\nALTER SEQUENCE loans_id_seq AS bigint;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-altersequence.html'],
  },
  options: z.strictObject({}),
  messages: { narrow: 'Sequence {sequence} of {table}.{column} stays integer and ends at 2,147,483,647.' },
  examples: [
    {
      given: 'CREATE TABLE loans (id serial PRIMARY KEY);',
      sql: 'ALTER TABLE loans ALTER COLUMN id TYPE bigint;',
      reports: ['narrow'],
    },
    {
      given: 'CREATE TABLE loans (id serial PRIMARY KEY, n serial);',
      sql: 'ALTER TABLE loans ALTER COLUMN n TYPE int8; ALTER SEQUENCE loans_id_seq AS bigint;',
      reports: ['narrow'],
    },
    {
      given: 'CREATE TABLE loans (id serial PRIMARY KEY);',
      sql: 'ALTER TABLE loans ALTER COLUMN id TYPE bigint; ALTER SEQUENCE loans_id_seq AS bigint;',
      reports: [],
    },
    {
      given: 'CREATE TABLE loans (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);',
      sql: 'ALTER TABLE loans ALTER COLUMN id TYPE bigint;',
      reports: [],
      because: 'The sequence of an identity column follows its type.',
    },
  ],
  check: {
    *alterColumnType(op, { catalog, script }) {
      const table = catalog.relation(op.table);
      if (typeof table === 'string' || !isBuiltIn(op.type, 'int8')) return;
      const column = table.columns.get(op.column);
      if (!column?.serial) return;
      const sequence = sequenceOf(catalog, table.name, op.column);
      if (sequence === undefined) return;
      if (operationsOf(script).some((one) => widens(one, sequence, catalog))) return;
      yield {
        message: 'narrow',
        data: { sequence: formatName(sequence), table: formatName(table.name), column: op.column },
        at: op.span,
        workaround: `ALTER SEQUENCE ${quoteName(sequence)} AS bigint;`,
      };
    },
  },
});

/** The sequence that a serial column owns, unless it is wide already. */
function sequenceOf(catalog: Catalog, table: QualifiedName, column: string): QualifiedName | undefined {
  for (const { name, sequence } of catalog.relations()) {
    const owner = sequence?.ownedBy;
    if (owner?.column !== column || formatName(owner.table) !== formatName(table)) continue;
    return sequence?.type === 'int8' || sequence?.type === 'bigint' ? undefined : name;
  }
  return undefined;
}

const widens = (op: Operation, sequence: QualifiedName, catalog: Catalog): boolean =>
  op.kind === 'alterSequence' &&
  op.options.type?.name === 'int8' &&
  formatName(catalog.resolve(op.sequence)) === formatName(sequence);
