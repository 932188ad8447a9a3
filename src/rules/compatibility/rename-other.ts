import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { relationNamed } from '../../catalog/existing.js';
import { isMadeAgain } from '../../catalog/made-again.js';
import { objectWasThereBefore } from '../../catalog/object-existing.js';
import { formatName } from '../../core/name.js';
import { namedInCode } from '../../engine/named-in-code.js';
import { defineRule } from '../../engine/rule.js';
import type { ObjectType, RenameObject } from '../../sql/operation.js';
import { operationsOf } from '../../sql/script-order.js';

const given =
  'create table books (id bigint constraint books_id primary key); create view shelf as select id from books;';

export default defineRule({
  id: 'rename-other',
  category: 'compatibility',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Rename views, functions, types, sequences and constraints only when no code names them.',
    condition:
      'A view, materialized view, function, procedure, type, domain, sequence or constraint that existed before the ' +
      'migration gets another name. Not where the same migration makes another one of the old name, not of a type whose ' +
      'new name matches `_old`, and not of constraints of a table that gets another name as well. Tables, columns and ' +
      'enum values have rules of their own.',
    effect:
      'It is instant, but from that moment the release that still runs fails on the old name: in queries, in casts, in ' +
      'ON CONFLICT ON CONSTRAINT, or where it looks for the name of a constraint in an error.',
    workaround:
      'Make a second object of the new name, move all code over, and drop the old one in a later release:\n\n```sql\n' +
      'CREATE VIEW shelves WITH (security_invoker = true) AS SELECT * FROM shelf;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-alterview.html'],
  },
  options: z.strictObject({}),
  messages: {
    breaksCode: 'Renaming {object} to {to} breaks running code that names it.',
    constraint: 'Renaming constraint {constraint} of {table} to {to} breaks running code that looks for its name.',
  },
  examples: [
    { given, sql: 'alter view shelf rename to shelves;', reports: ['breaksCode'] },
    { given, sql: 'alter table books rename constraint books_id to books_pkey;', reports: ['constraint'] },
    {
      given: 'create function total() returns int language sql return 1; create sequence numbers;',
      sql: 'alter function total() rename to sum_of_all; alter sequence numbers rename to tickets;',
      reports: ['breaksCode', 'breaksCode'],
    },
    {
      given,
      sql: 'alter view shelf rename to shelf_2025; create view shelf as select id from books;',
      reports: [],
      because: 'The old name is there again.',
    },
    {
      given: "create type state as enum ('new');",
      sql: "alter type state rename to state_old; create type state as enum ('new', 'lent');",
      reports: [],
    },
    {
      given,
      sql: 'alter table books rename to works; alter table works rename constraint books_id to works_id;',
      reports: [],
      because: '`rename-table` says what matters.',
    },
    { given, sql: 'alter index books_id rename to books_pkey;', reports: [], because: 'No code names an index.' },
  ],
  check: {
    *renameObject(op, { catalog, script }) {
      const objectType = typeOf(op, catalog);
      if (!namedInCode.has(objectType) || objectWasThereBefore(catalog, objectType, op.object) === 'no') return;
      if (isMadeAgain(catalog, script, op, objectType, op.object) || /_old$/.test(op.to)) return;
      const object = `${objectType} ${formatName(op.object)}`;
      yield { message: 'breaksCode', data: { object, to: op.to }, at: op.span, subject: object };
    },
    *renameConstraint(op, { catalog, script }) {
      const table = relationNamed(catalog, op.table);
      if (table?.unit === catalog.unit || table?.constraints.get(op.constraint)?.unit === catalog.unit) return;
      if (operationsOf(script).some((other) => other.kind === 'renameObject' && isOf(other, op.table.name))) return;
      const data = { constraint: op.constraint, table: formatName(op.table), to: op.to };
      yield { message: 'constraint', data, at: op.span, subject: `${data.table}.${op.constraint}` };
    },
  },
});

/** `ALTER TABLE … RENAME` takes views and sequences as well. */
function typeOf({ objectType, object }: RenameObject, catalog: Catalog): ObjectType {
  if (objectType !== 'table') return objectType;
  const kind = relationNamed(catalog, object)?.kind;
  if (kind === 'materializedView') return 'materialized view';
  return kind === 'view' || kind === 'sequence' ? kind : objectType;
}

const isOf = ({ object, to }: RenameObject, table: string): boolean => object.name === table || to === table;
