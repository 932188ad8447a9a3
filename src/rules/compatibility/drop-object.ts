import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { isMadeAgain } from '../../catalog/made-again.js';
import { objectWasThereBefore } from '../../catalog/object-existing.js';
import { matchesArguments } from '../../catalog/routine-signature.js';
import { formatName, formatQualified } from '../../core/name.js';
import { namedInCode } from '../../engine/named-in-code.js';
import { defineRule } from '../../engine/rule.js';
import type { DropObject, ObjectType } from '../../sql/operation.js';
import type { Script } from '../../sql/script.js';
import { operationsOf } from '../../sql/script-order.js';

const given = 'create table books (id bigint primary key, title text); create view shelf as select title from books;';
const log = "create function log() returns trigger language plpgsql as 'begin return new; end';";

export default defineRule({
  id: 'drop-object',
  aliases: ['drop-view', 'drop-function', 'drop-type', 'drop-sequence'],
  category: 'compatibility',
  severity: 'warning',
  presets: { strict: true },
  docs: {
    summary: 'Drop views, functions, types, sequences and triggers only when no code uses them.',
    condition:
      '`DROP VIEW`, `DROP MATERIALIZED VIEW`, `DROP FUNCTION`, `DROP PROCEDURE`, `DROP AGGREGATE`, `DROP TYPE`, `DROP DOMAIN`, ' +
      '`DROP SEQUENCE` or `DROP TRIGGER` of one that existed before the migration. Not where the migration makes one of ' +
      'the same name or an overload of the function stays, not of trigger functions and of triggers of a table that is dropped as well, not of ' +
      'types of columns that the migration changed or dropped, and not `IF EXISTS` of one that is not known. With `CASCADE` other rules speak.',
    effect:
      'The release that still runs fails as soon as it uses it. Without the trigger its writes go through, but what the trigger did does not happen.',
    workaround:
      'Deploy code that no longer uses it, see in `pg_stat_user_functions` or the log that nobody does, and drop it in a ' +
      'later release:\n\n```sql still-reported\nDROP VIEW shelf;\n```\n\n' +
      'If no code uses it any more, say so: `-- pgairlock-disable-next-line drop-object -- <why>`.',
    references: ['https://www.postgresql.org/docs/current/sql-dropview.html'],
  },
  options: z.strictObject({}),
  messages: {
    breaksCode: 'Dropping {object} breaks running code that uses it.',
    stops: 'Without trigger {trigger}, writes to {table} by running code no longer do what it did.',
  },
  examples: [
    { given, sql: 'drop view shelf;', reports: ['breaksCode'] },
    { sql: 'drop function total(int);', alone: true, reports: ['breaksCode'] },
    {
      given: [given, log, 'create trigger books_log after update on books for each row execute function log();'],
      sql: 'drop trigger books_log on books; drop function log();',
      reports: ['stops'],
      because: 'Only the trigger calls the function.',
    },
    {
      given,
      sql: 'drop view if exists shelf; create view shelf as select id, title from books;',
      reports: [],
      because: 'It is there again.',
    },
    {
      given: [
        'create function total(a int) returns int language sql return 1;',
        'create function total(a int, b int default 0) returns int language sql return 1;',
      ],
      sql: 'drop function total(int);',
      reports: [],
      because: 'Calls go to the other one.',
    },
    {
      given: "create type state as enum ('new', 'lent'); create table books (state state);",
      sql: 'alter table books alter column state type text; drop type state;',
      reports: [],
      because: 'It is the change of the column that code may notice.',
    },
    { sql: 'create view one as select 1 as n; drop view one;', reports: [] },
    { sql: 'drop function if exists total(int);', alone: true, reports: [], because: 'Perhaps there is none.' },
    { given, sql: 'drop view shelf cascade;', reports: [], because: '`drop-object-cascade` reports it.' },
  ],
  check: {
    *dropObject(op, { catalog, script, effects }) {
      const { objectType, object } = op;
      if (op.cascade || effects.errors.length > 0 || !isWatched(objectType)) return;
      const wasThere = objectWasThereBefore(catalog, objectType, object);
      if (wasThere === 'no' || (wasThere === 'unknown' && op.ifExists)) return;
      if (isMadeAgain(catalog, script, op, objectType, object) || goesUnnoticed(op, catalog, script)) return;
      if (objectType === 'trigger' && object.on) {
        const data = { trigger: object.name, table: formatName(object.on) };
        yield { message: 'stops', data, at: op.span, subject: `trigger ${data.trigger} on ${data.table}` };
      } else {
        const name = `${objectType} ${formatName(object)}`;
        yield { message: 'breaksCode', data: { object: name }, at: op.span, subject: name };
      }
    },
  },
});

const isWatched = (objectType: ObjectType): boolean => objectType === 'trigger' || namedInCode.has(objectType);

function goesUnnoticed(op: DropObject, catalog: Catalog, script: Script): boolean {
  switch (op.objectType) {
    case 'trigger':
      return isTriggerReplaced(op, catalog, script);
    case 'type':
    case 'domain':
      return isTypeReplaced(op, script);
    case 'sequence':
      return operationsOf(script).some(
        ({ kind }) => kind === 'dropTable' || kind === 'dropColumn' || kind === 'addIdentity',
      );
    case 'view':
    case 'materialized view':
      return false;
    default:
      return isRoutineUnused(op, catalog);
  }
}

/** Another trigger of the table takes its place, or the table goes. */
const isTriggerReplaced = ({ object }: DropObject, catalog: Catalog, script: Script): boolean => {
  const table = object.on && formatQualified(catalog.resolve(object.on));
  return operationsOf(script).some(
    (other) =>
      (other.kind === 'createTrigger' || other.kind === 'dropTable') &&
      formatQualified(catalog.resolve(other.table)) === table,
  );
};

/** It was renamed to get out of the way, or columns were taken off it: rules about those say what code notices. */
const isTypeReplaced = ({ object }: DropObject, script: Script): boolean =>
  operationsOf(script).some(
    (other) =>
      other.kind === 'alterColumnType' ||
      other.kind === 'dropColumn' ||
      other.kind === 'dropTable' ||
      (other.kind === 'renameObject' && other.to === object.name),
  );

/** A trigger function cannot be called; of overloads the others take the calls. */
function isRoutineUnused({ object }: DropObject, catalog: Catalog): boolean {
  const routines = catalog.routines(object);
  if (typeof routines === 'string') return false;
  const dropped = routines.filter((routine) => matchesArguments(routine, object.arguments));
  return routines.length > dropped.length || dropped.every(({ returns }) => /trigger$/.test(returns?.name ?? ''));
}
