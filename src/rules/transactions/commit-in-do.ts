import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { formatName, type WrittenName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

const books = 'CREATE TABLE books (id bigint, title text);';
const procedure = `CREATE PROCEDURE fill_titles() LANGUAGE plpgsql AS $$
BEGIN
  UPDATE books SET title = '' WHERE title IS NULL;
  COMMIT;
END $$;`;

export default defineRule({
  id: 'commit-in-do',
  category: 'transactions',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  directions: ['up', 'down'],
  docs: {
    summary: 'Run blocks that commit outside of a transaction.',
    condition:
      'COMMIT or ROLLBACK in a DO block, or CALL of a procedure of these migrations whose body holds one, while the file or the tool that applies it has a transaction open.',
    effect: 'The server refuses it (2D000), and the migration fails.',
    workaround:
      "Give the block a file of its own and tell the tool not to wrap it: `-- migrate:up transaction:false` (dbmate), `-- +goose NO TRANSACTION` (goose), `-- no-transaction` (sqlx), `executeInTransaction=false` (Flyway).\n\n```sql\nDO $$\nBEGIN\n  UPDATE books SET title = '' WHERE title IS NULL AND id < 10000;\n  COMMIT;\n  UPDATE books SET title = '' WHERE title IS NULL;\nEND $$;\n```",
    references: ['https://www.postgresql.org/docs/current/plpgsql-transactions.html'],
  },
  options: z.strictObject({}),
  messages: {
    ends: '{word} in a DO block fails here, since the block runs in the transaction of {owner}.',
    calls: 'Procedure {procedure} ends its transaction, which fails here, since it runs in the transaction of {owner}.',
  },
  examples: [
    { given: books, sql: "DO $$ BEGIN UPDATE books SET title = ''; COMMIT; END $$;", reports: ['ends'] },
    {
      given: books,
      sql: 'BEGIN; DO $$ BEGIN DELETE FROM books; ROLLBACK; END $$; COMMIT;',
      project: { transaction: 'autocommit' },
      reports: ['ends'],
    },
    { given: [books, procedure], sql: 'CALL fill_titles();', reports: ['calls'] },
    {
      given: books,
      sql: "DO $$ BEGIN UPDATE books SET title = ''; COMMIT; END $$;",
      project: { transaction: 'autocommit' },
      reports: [],
    },
    { given: [books, procedure], sql: 'CALL fill_titles();', project: { transaction: 'autocommit' }, reports: [] },
    { given: books, sql: "DO $$ BEGIN UPDATE books SET title = ''; END $$;", reports: [] },
  ],
  check: {
    *commitTransaction(op, { effects, session }) {
      if (!effects.errors.some(({ sqlstate }) => sqlstate === '2D000')) return;
      yield { message: 'ends', data: { word: 'COMMIT', owner: ownerOf(session.transaction) }, at: op.span };
    },
    *rollbackTransaction(op, { effects, session }) {
      if (!effects.errors.some(({ sqlstate }) => sqlstate === '2D000')) return;
      yield { message: 'ends', data: { word: 'ROLLBACK', owner: ownerOf(session.transaction) }, at: op.span };
    },
    *call(op, { catalog, session }) {
      if (session.transaction === 'none' || op.block?.conditional || op.block?.caught) return;
      if (!endsTransaction(catalog, op.procedure)) return;
      const data = { procedure: formatName(op.procedure), owner: ownerOf(session.transaction) };
      yield { message: 'calls', data, at: op.span };
    },
  },
});

const ownerOf = (owner: string): string => (owner === 'file' ? 'this file' : 'the tool that applies this file');

/** A statement of its own in the body, wherever it stands there: comments and strings are left out roughly. */
function endsTransaction(catalog: Catalog, name: WrittenName): boolean {
  const routines = catalog.routines(name);
  if (typeof routines === 'string') return false;
  return routines.some(({ objectType, body = '' }) => {
    const code = body.replace(/--[^\n]*|\/\*.*?\*\/|'[^']*'/gs, ' ');
    return objectType === 'procedure' && /(?:^|[;\s])(?:commit|rollback)\s*(?:;|and\b)/i.test(code);
  });
}
