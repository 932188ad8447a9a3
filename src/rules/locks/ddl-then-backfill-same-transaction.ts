import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { formatName, formatQualified, type WrittenName } from '../../core/name.js';
import type { Span } from '../../core/span.js';
import { whoWaits } from '../../effects/visible.js';
import { touchesFewRows } from '../../engine/few-rows.js';
import { heldTables } from '../../engine/held-tables.js';
import { isLookupTable } from '../../engine/lookup-tables.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';
import { type Expression, walk } from '../../sql/expression.js';

const books = 'CREATE TABLE books (id bigint PRIMARY KEY, title text);';
const add = 'ALTER TABLE books ADD COLUMN slug text;';

export default defineRule({
  id: 'ddl-then-backfill-same-transaction',
  category: 'locks',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  once: 'file',
  loud: 'Each one keeps writers, and mostly readers too, out of a table while many rows are written.',
  docs: {
    summary: 'Fill rows in another transaction than the one that changes the table.',
    condition:
      'A statement has taken SHARE ROW EXCLUSIVE or a stronger lock on an existing table, and the same transaction goes on with an UPDATE or DELETE of many rows of an existing table, a MERGE, or an INSERT that copies rows of one. Not where a unique key, a name or the id of their parent says which rows, and neither for new tables nor for lists whose rows the migrations write out one by one (see int-primary-key). One finding a file.',
    effect:
      'The lock of the change, which is instant by itself, is kept until the last row is written: reads or writes of the table wait that long.',
    workaround: `Three steps. The second runs outside of a migration, or in one without a transaction; it locks no more than a thousand rows at a time:\n\n\`\`\`sql\n${add}\n\`\`\`\n\n\`\`\`sql\nDO $$\nDECLARE\n  changed bigint;\nBEGIN\n  LOOP\n    UPDATE books SET slug = lower(title) WHERE ctid = ANY (ARRAY(\n      SELECT ctid FROM books WHERE slug IS NULL AND title IS NOT NULL LIMIT 1000 FOR UPDATE SKIP LOCKED\n    ));\n    GET DIAGNOSTICS changed = ROW_COUNT;\n    COMMIT;\n    EXIT WHEN changed = 0;\n  END LOOP;\nEND $$;\n\`\`\`\n\nWhat needs the filled rows comes last:\n\n\`\`\`sql\nALTER TABLE books ADD CONSTRAINT slug_lower CHECK (slug = lower(slug)) NOT VALID;\n\`\`\``,
    references: ['https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES'],
  },
  options: z.strictObject({}),
  messages: {
    holds: 'An earlier statement holds {mode} on {table}: {waits} there until this {command} of {target} is done.',
  },
  examples: [
    { given: books, sql: `${add} UPDATE books SET slug = lower(title) WHERE slug IS NULL;`, reports: ['holds'] },
    {
      given: books,
      sql: 'CREATE TABLE loans (book bigint REFERENCES books); INSERT INTO loans SELECT id FROM books;',
      reports: ['holds'],
      because: 'The foreign key keeps writers of books waiting.',
    },
    { given: books, sql: `${add} UPDATE books SET slug = 'a' WHERE id = 7;`, reports: [], because: 'It is one row.' },
    {
      given: books,
      sql: `${add} UPDATE books SET slug = lower(title) WHERE slug IS NULL;`,
      project: { transaction: 'autocommit' },
      reports: [],
      because: 'Each statement is a transaction of its own.',
    },
    {
      given: "CREATE TABLE plans (id bigint, name text UNIQUE); INSERT INTO plans VALUES (1, 'basic'), (2, 'pro');",
      sql: 'ALTER TABLE plans ADD COLUMN seats int; UPDATE plans SET seats = 5 WHERE seats IS NULL;',
      reports: [],
      because: 'It is a list of a few rows.',
    },
    {
      given: books,
      sql: 'UPDATE books SET title = lower(title) WHERE title IS NOT NULL;',
      reports: [],
      because: 'No lock is held.',
    },
    {
      sql: `${books} ${add} UPDATE books SET slug = lower(title) WHERE slug IS NULL;`,
      reports: [],
      because: 'It is new.',
    },
  ],
  check: {
    *update(op, context) {
      if (!touchesFewRows(op, context.catalog)) yield* judge('UPDATE', op.table, op.span, context);
    },
    *delete(op, context) {
      if (!touchesFewRows(op, context.catalog)) yield* judge('DELETE', op.table, op.span, context);
    },
    *merge(op, context) {
      yield* judge('MERGE', op.table, op.span, context);
    },
    *insert(op, context) {
      const { catalog } = context;
      const source = op.reads.find((name) => catalog.mayHoldRows(name) !== 'no' && mayBeLarge(name, catalog));
      if (!source || op.source !== 'query' || op.expressions.some(picksRows)) return;
      yield* judge('copy', source, op.span, context);
    },
  },
});

function* judge(command: string, target: WrittenName, at: Span, context: RuleContext<unknown>) {
  const { catalog, session, section, statement } = context;
  if (session.statementsInTransaction === 0 || !mayBeLarge(target, catalog)) return;
  const [held] = heldTables(session, catalog, 'SHARE ROW EXCLUSIVE');
  if (!held) return;
  const { relation, mode } = held;
  const data = { mode, table: formatName(relation), waits: whoWaits(mode), command, target: formatName(target) };
  const workaround = `In a migration of its own after this one, in batches that commit where there are many rows; what needs the rows comes after it:\n\n\`\`\`sql no-run\n${section.text.slice(statement.span.start, statement.span.end)};\n\`\`\``;
  yield { message: 'holds', data, at, subject: formatQualified(relation), workaround } as const;
}

const mayBeLarge = (table: WrittenName, catalog: Catalog): boolean => {
  const relation = catalog.relation(table);
  if (typeof relation === 'object' && relation.persistence === 'temporary') return false;
  if (typeof relation === 'object' && isLookupTable(catalog, relation, 'rows')) return false;
  return relation !== 'absent' && catalog.isNew(table) !== 'yes';
};

/** `slug = 'admin'`: an INSERT that looks up single rows, as seeds do. */
const picksRows = (expression: Expression): boolean =>
  [...walk(expression)].some(
    (part) =>
      part.kind === 'operator' &&
      (part.operator === '=' || part.operator === 'IN') &&
      part.operands.some(({ kind }) => kind === 'constant'),
  );
