import { z } from 'zod';
import type { Lookup } from '../../catalog/catalog.js';
import { isTableMadeAgain } from '../../catalog/made-again.js';
import type { Relation } from '../../catalog/model.js';
import { blocksReads } from '../../core/lock-mode.js';
import { formatName, formatQualified, quoteIdentifier, quoteName, type WrittenName } from '../../core/name.js';
import type { Effects } from '../../effects/effects.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'drop-table',
  category: 'destructive',
  severity: 'error',
  presets: { recommended: true, strict: true, supabase: true },
  docs: {
    summary: 'Do not drop tables that hold data.',
    condition:
      '`DROP TABLE` of a table that existed before the migration. Not of a temporary table, not of one that the same ' +
      'migration created, and not `IF EXISTS` of one that does not exist. With `CASCADE` it is `drop-table-cascade` that speaks, ' +
      'and where the migration makes a table of the same name anew `drop-and-recreate-table`.',
    effect:
      'The rows are lost: only a backup brings them back. Code that still reads the table fails at once, and every table ' +
      'that it references is locked against reads and writes until the transaction ends.',
    workaround:
      'Stop using the table, rename it, and drop it in a later release, when nothing has missed it:\n\n```sql\n' +
      'ALTER TABLE books RENAME TO books_dropped;\n```\n\n```sql\nDROP TABLE books_dropped;\n```\n\n' +
      'Drop its foreign keys before it, each in a transaction of its own: each one locks the table that it references.',
    references: ['https://www.postgresql.org/docs/current/sql-droptable.html'],
  },
  options: z.strictObject({}),
  messages: {
    losesRows: 'Dropping table {table} deletes all its rows for good.',
    losesRowsAndLocks:
      'Dropping table {table} deletes all its rows for good, and takes {lock} locks on {others}: reads and writes there wait.',
  },
  examples: [
    {
      given: 'create table books (id bigint primary key);',
      sql: 'drop table books;',
      reports: ['losesRows'],
    },
    {
      given: [
        'create table authors (id bigint primary key);',
        'create table books (id bigint primary key, author_id bigint references authors);',
      ],
      sql: 'drop table if exists books;',
      reports: ['losesRowsAndLocks'],
      because: 'Dropping the foreign key with its table locks the table that it points to.',
    },
    {
      sql: 'drop table books, library.shelves;',
      alone: true,
      reports: ['losesRows', 'losesRows'],
    },
    {
      sql: 'create table scratch (id bigint); drop table scratch;',
      reports: [],
      because: 'The migration drops what it created itself.',
    },
    { sql: 'drop table if exists books;', reports: [], because: 'The history shows that there is no such table.' },
    {
      given: 'create table books (id bigint primary key);',
      sql: 'drop table books cascade;',
      reports: [],
      because: '`drop-table-cascade` reports it, once.',
    },
    {
      given: 'create table books (id bigint primary key);',
      sql: 'drop table books; create table books (id bigint primary key, isbn text);',
      reports: [],
      because: '`drop-and-recreate-table` reports it, once.',
    },
    { sql: 'create temporary table scratch (id bigint); drop table scratch;', reports: [] },
  ],
  check: {
    *dropTable(op, { catalog, effects, script }) {
      const table = catalog.relation(op.table);
      const isTemporary = typeof table === 'object' && table.persistence === 'temporary';
      if (op.cascade || (table === 'absent' && op.ifExists) || isTemporary || catalog.isNew(op.table) === 'yes') return;
      if (isTableMadeAgain(catalog, script, op, op.table)) return;
      const subject = formatQualified(catalog.resolve(op.table));
      const problem = { at: op.span, subject, workaround: renameFirst(op.table, foreignKeys(table)) };
      const name = formatName(op.table);
      const others = otherTables(effects, subject);
      const [first] = others;
      if (first === undefined) yield { ...problem, message: 'losesRows', data: { table: name } };
      else {
        const names = others.map(({ relation }) => formatName(relation)).join(', ');
        yield { ...problem, message: 'losesRowsAndLocks', data: { table: name, lock: first.mode, others: names } };
      }
    },
  },
});

const otherTables = ({ locks }: Effects, dropped: string) =>
  locks.filter(
    ({ relation, target, mode, visible }) =>
      target === 'table' && visible !== 'no' && blocksReads(mode) && formatQualified(relation) !== dropped,
  );

const foreignKeys = (table: Lookup<Relation>): readonly string[] =>
  typeof table === 'string'
    ? []
    : [...table.constraints.values()].filter(({ references }) => references).map(({ name }) => name);

function renameFirst(table: WrittenName, keys: readonly string[]): string {
  const kept = `${table.name}_dropped`;
  const renamed = quoteName({ schema: table.schema, name: kept });
  const drops = [
    ...keys.map((key) => `ALTER TABLE ${renamed} DROP CONSTRAINT ${quoteIdentifier(key)};\n`),
    `DROP TABLE ${renamed};\n`,
  ];
  return (
    `Stop using the table and rename it:\n\n\`\`\`sql\nALTER TABLE ${quoteName(table)} RENAME TO ${quoteIdentifier(kept)};\n\`\`\`\n\n` +
    `Drop it in a later release${keys.length > 0 ? ', each statement in a transaction of its own' : ''}:\n\n` +
    `\`\`\`sql\n${drops.join('')}\`\`\``
  );
}
