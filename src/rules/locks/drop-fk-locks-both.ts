import { z } from 'zod';
import { relationNamed } from '../../catalog/existing.js';
import type { Constraint } from '../../catalog/model.js';
import { listText } from '../../core/list-text.js';
import { formatName, formatQualified, type WrittenName } from '../../core/name.js';
import type { Span } from '../../core/span.js';
import { visible, whoWaits } from '../../effects/visible.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';
import { operationsOf } from '../../sql/script-order.js';

const library =
  'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (id bigint, author_id bigint CONSTRAINT books_author REFERENCES authors);';

export default defineRule({
  id: 'drop-fk-locks-both',
  category: 'locks',
  severity: 'info',
  presets: { strict: true },
  yieldsTo: { rules: ['drop-table'] },
  once: 'file',
  docs: {
    summary: 'Know that dropping a foreign key locks the table that it points at.',
    condition:
      'A foreign key goes, by itself, with its column or with its table, and the table that it points at was there before this migration and is not dropped by it. One finding a file.',
    effect:
      'The referenced table loses the triggers of the key under ACCESS EXCLUSIVE: all reads and writes of it wait to the end of the transaction, behind its longest running query first.',
    workaround:
      "Drop the foreign key in a short transaction of its own, and run it again when it times out. What is dropped afterwards no longer locks the other table:\n\n```sql still-reported\nSET LOCAL lock_timeout = '2s';\nALTER TABLE books DROP CONSTRAINT books_author;\n```\n\n```sql\nDROP TABLE books;\n```",
    workaroundGiven:
      'CREATE TABLE authors (id bigint PRIMARY KEY); CREATE TABLE books (id bigint PRIMARY KEY, author_id bigint CONSTRAINT books_author REFERENCES authors);',
    references: ['https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-CONSTRAINT'],
  },
  options: z.strictObject({}),
  messages: { locks: 'With a foreign key of {table} goes {mode} on {tables} as well: {waits} there, too.' },
  examples: [
    { given: library, sql: 'DROP TABLE books;', reports: ['locks'] },
    { given: library, sql: 'ALTER TABLE books DROP CONSTRAINT books_author;', reports: ['locks'] },
    { given: library, sql: 'ALTER TABLE books DROP COLUMN author_id;', reports: ['locks'] },
    { given: library, sql: 'ALTER TABLE books DROP COLUMN id;', reports: [], because: 'No foreign key is on it.' },
    {
      given: library,
      sql: 'DROP TABLE books; DROP TABLE authors;',
      reports: [],
      because: 'Nobody uses a table any more that is dropped as well.',
    },
  ],
  check: {
    *dropTable(op, context) {
      yield* judge(op.table, op.span, () => true, context);
    },
    *dropConstraint(op, context) {
      yield* judge(op.table, op.span, ({ name }) => name === op.constraint, context);
    },
    *dropColumn(op, context) {
      yield* judge(op.table, op.span, ({ columns }) => columns.includes(op.column), context);
    },
  },
});

function* judge(table: WrittenName, at: Span, goes: (key: Constraint) => boolean, context: RuleContext<unknown>) {
  const { catalog, effects, script } = context;
  const constraints = [...(relationNamed(catalog, table)?.constraints.values() ?? [])];
  const own = formatQualified(catalog.resolve(table));
  const referenced = new Set(
    constraints.filter(goes).flatMap(({ references }) => (references ? [formatQualified(references.table)] : [])),
  );
  if (referenced.size === 0) return;
  const dropped = new Set(
    operationsOf(script).flatMap((op) => (op.kind === 'dropTable' ? [formatQualified(catalog.resolve(op.table))] : [])),
  );
  const locks = visible(effects.locks).filter(({ relation }) => {
    const name = formatQualified(relation);
    return name !== own && referenced.has(name) && !dropped.has(name);
  });
  const mode = locks[0]?.mode;
  if (!mode) return;
  const tables = listText([...new Set(locks.map(({ relation }) => formatName(relation)))]);
  yield { message: 'locks', data: { table: formatName(table), mode, tables, waits: whoWaits(mode) }, at } as const;
}
