import { z } from 'zod';
import { relationNamed, wasThereBefore } from '../../catalog/existing.js';
import { formatName, formatQualified } from '../../core/name.js';
import { batchedChange } from '../../engine/batched-change.js';
import { touchesFewRows } from '../../engine/few-rows.js';
import { heldTables } from '../../engine/held-tables.js';
import { isLookupTable } from '../../engine/lookup-tables.js';
import { defineRule, type RuleContext } from '../../engine/rule.js';
import type { Delete, Update } from '../../sql/operation.js';

const books = 'CREATE TABLE books (id bigint PRIMARY KEY, title text, slug text);';
const batch = 'UPDATE books SET slug = lower(title) WHERE id IN (SELECT id FROM books WHERE slug IS NULL LIMIT 1000)';

export default defineRule({
  id: 'unbatched-backfill',
  category: 'locks',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  once: 'file',
  docs: {
    summary: 'Change many rows in batches that commit.',
    condition:
      'UPDATE or DELETE of an existing table whose WHERE does not say which rows by a unique key, a range of one, a name, the id of their parent, or LIMIT; also batches in a DO block that does not commit between them, which are one transaction all the same. A WHERE that is absent or always true is told by update-without-where and delete-without-where, one behind a change of the schema by ddl-then-backfill-same-transaction. Not for lists whose rows the migrations write out one by one (see int-primary-key). One finding a file.',
    effect:
      'All the rows that are changed stay locked until the last one is: other writes to them wait. VACUUM cannot clean up meanwhile, replicas fall behind, and a failure at the end undoes everything.',
    workaround:
      'In a file that runs outside a transaction, or by a job. Run it again until nothing changes:\n\n```sql\nDO $$\nDECLARE\n  changed bigint;\nBEGIN\n  LOOP\n    UPDATE books SET slug = lower(title) WHERE ctid = ANY (ARRAY(\n      SELECT ctid FROM books WHERE slug IS NULL AND title IS NOT NULL LIMIT 1000 FOR UPDATE SKIP LOCKED\n    ));\n    GET DIAGNOSTICS changed = ROW_COUNT;\n    COMMIT;\n    EXIT WHEN changed = 0;\n  END LOOP;\nEND $$;\n```',
    references: ['https://www.postgresql.org/docs/current/sql-update.html'],
  },
  options: z.strictObject({}),
  messages: {
    unbounded:
      '{command} {table} may change many rows in one transaction: other writes to them wait until the last one is done.',
    loop: 'The batches of {command} {table} are one transaction, since the DO block does not commit: other writes to its rows wait until the last one is done.',
  },
  examples: [
    { given: books, sql: 'UPDATE books SET slug = lower(title) WHERE slug IS NULL;', reports: ['unbounded'] },
    { sql: 'DELETE FROM visits WHERE agent IS NULL;', alone: true, reports: ['unbounded'] },
    {
      given: books,
      sql: `DO $$ BEGIN LOOP ${batch}; EXIT WHEN NOT FOUND; END LOOP; END $$;`,
      reports: ['loop'],
    },
    {
      given: books,
      sql: `DO $$ BEGIN LOOP ${batch}; EXIT WHEN NOT FOUND; COMMIT; END LOOP; END $$;`,
      project: { transaction: 'autocommit' },
      reports: [],
    },
    {
      given: 'CREATE TABLE books (id bigint PRIMARY KEY, kind text, shelf int);',
      sql: "UPDATE books b SET shelf = 7, kind = 'verse' WHERE (b.kind = 'poem');",
      reports: ['unbounded'],
    },
    { given: books, sql: "DELETE FROM public.books WHERE slug LIKE 'test-%' OR slug IS NULL;", reports: ['unbounded'] },
    {
      given:
        "CREATE TABLE genres (name text PRIMARY KEY, shown boolean); INSERT INTO genres VALUES ('novel'), ('drama');",
      sql: 'UPDATE genres SET shown = true WHERE shown IS NULL;',
      reports: [],
      because: 'It is a list of a few rows.',
    },
    { given: books, sql: "UPDATE books SET slug = 'a' WHERE id BETWEEN 1 AND 1000;", reports: [] },
    { given: books, sql: "UPDATE books SET slug = 'a' WHERE id = 7;", reports: [], because: 'It is one row.' },
    { sql: `${books} UPDATE books SET slug = title WHERE slug IS NULL;`, reports: [], because: 'The table is new.' },
  ],
  check: {
    *update(op, context) {
      yield* judge('UPDATE', op, context);
    },
    *delete(op, context) {
      yield* judge('DELETE FROM', op, context);
    },
  },
});

function* judge(command: string, op: Update | Delete, context: RuleContext<unknown>) {
  const { catalog, section, session, statement } = context;
  if (op.filter !== 'condition' || !wasThereBefore(catalog, op.table)) return;
  const table = relationNamed(catalog, op.table);
  if (table !== undefined && isLookupTable(catalog, table, 'rows')) return;
  const workaround = batchedChange(op, section.text);
  const place = { at: op.span, subject: formatQualified(catalog.resolve(op.table)) };
  const data = { command, table: formatName(op.table) };
  if (touchesFewRows(op, catalog)) {
    const isLoop =
      op.block?.conditional === true && /\blimit\b/i.test(context.script.text.slice(op.span.start, op.span.end));
    const commits = statement.operations.some(({ kind }) => kind === 'commitTransaction');
    if (isLoop && !commits) yield { message: 'loop', data, ...place } as const;
    return;
  }
  const [held] = heldTables(session, catalog, 'SHARE ROW EXCLUSIVE');
  if (!held) yield { message: 'unbounded', data, ...place, workaround } as const;
}
