import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { formatName, formatQualified, type WrittenName } from '../../core/name.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';
import type { Operation } from '../../sql/operation.js';
import { operationsAfter } from '../../sql/script-order.js';

export default defineRule({
  id: 'unlogged-table',
  category: 'destructive',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Keep tables logged that hold what nobody can compute again.',
    condition:
      '`CREATE UNLOGGED TABLE` and `ALTER TABLE … SET UNLOGGED`. Not where the same migration ends with `SET LOGGED` or ' +
      'drops the table.',
    effect:
      'After a crash the table is empty, standbys and logical replicas never have its rows, and no logged table can ' +
      'reference it.',
    workaround: 'Leave the table logged, or make it so again:\n\n```sql\nALTER TABLE visits SET LOGGED;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-UNLOGGED'],
  },
  options: z.strictObject({}),
  messages: { emptiedByCrash: 'Table {table} is unlogged: a crash empties it, and no standby holds its rows.' },
  examples: [
    {
      given: 'create table visits (id bigint);',
      sql: 'alter table visits set unlogged;',
      reports: ['emptiedByCrash'],
    },
    {
      sql: 'create unlogged table visits (id bigint); create unlogged table days as select 1 as day;',
      reports: ['emptiedByCrash', 'emptiedByCrash'],
    },
    { sql: 'create table visits (id bigint); create temporary table days (day date);', reports: [] },
    {
      sql: 'create unlogged table visits (id bigint); insert into visits values (1); alter table visits set logged;',
      reports: [],
      because: 'It is logged when the migration ends.',
    },
    { sql: 'create unlogged table visits (id bigint); drop table visits;', reports: [] },
  ],
  check: {
    *createTable(op, context) {
      if (op.persistence === 'unlogged') yield* judge(op, op.table, context);
    },
    *createTableAs(op, context) {
      if (op.persistence === 'unlogged') yield* judge(op, op.table, context);
    },
    *setLogged(op, context) {
      if (!op.logged) yield* judge(op, op.table, context);
    },
  },
});

function* judge(op: Operation, table: WrittenName, { catalog, script }: RuleContext<unknown>) {
  const name = formatQualified(catalog.resolve(table));
  if (operationsAfter(script, op).some((later) => endsIt(later, name, catalog))) return;
  yield { message: 'emptiedByCrash', data: { table: formatName(table) }, at: op.span, subject: name } as const;
}

const endsIt = (later: Operation, name: string, catalog: Catalog): boolean =>
  (later.kind === 'dropTable' || (later.kind === 'setLogged' && later.logged)) &&
  formatQualified(catalog.resolve(later.table)) === name;
