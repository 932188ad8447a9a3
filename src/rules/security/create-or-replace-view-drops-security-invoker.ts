import { z } from 'zod';
import { formatName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';
import type { Options } from '../../sql/operation.js';

const isInvoker = (options: Options): boolean => /^(true|on|yes|1)$/i.test(options.security_invoker ?? '');

export default defineRule({
  id: 'create-or-replace-view-drops-security-invoker',
  category: 'security',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Repeat security_invoker when you replace a view.',
    condition: 'CREATE OR REPLACE VIEW without `WITH (security_invoker = true)` of a view that has it.',
    effect:
      'The options of the view are reset: from then on it reads its tables with the rights of its owner, past row level security.',
    workaround:
      '```sql\nCREATE OR REPLACE VIEW shelf WITH (security_invoker = true) AS SELECT id, title FROM books;\n```',
    workaroundGiven:
      'CREATE TABLE books (id bigint, title text); CREATE VIEW shelf WITH (security_invoker = true) AS SELECT id FROM books;',
    references: ['https://www.postgresql.org/docs/current/sql-createview.html'],
  },
  options: z.strictObject({}),
  messages: {
    reset: 'Replacing view {view} without security_invoker resets it: the view then bypasses row level security.',
  },
  examples: [
    {
      given:
        'CREATE TABLE books (id bigint); CREATE VIEW shelf WITH (security_invoker = true) AS SELECT id FROM books;',
      sql: 'CREATE OR REPLACE VIEW shelf AS SELECT id FROM books WHERE id > 0;',
      reports: ['reset'],
    },
    {
      given:
        'CREATE TABLE books (id bigint); CREATE VIEW shelf AS SELECT id FROM books; ALTER VIEW shelf SET (security_invoker = on);',
      sql: 'CREATE OR REPLACE VIEW shelf WITH (security_barrier = true) AS SELECT id FROM books;',
      reports: ['reset'],
    },
    {
      given:
        'CREATE TABLE books (id bigint); CREATE VIEW shelf WITH (security_invoker = true) AS SELECT id FROM books;',
      sql: 'CREATE OR REPLACE VIEW shelf WITH (security_invoker = true) AS SELECT id FROM books WHERE id > 0;',
      reports: [],
    },
    {
      given: 'CREATE TABLE books (id bigint); CREATE VIEW shelf AS SELECT id FROM books;',
      sql: 'CREATE OR REPLACE VIEW shelf AS SELECT id FROM books WHERE id > 0;',
      reports: [],
      because: 'It never had the option.',
    },
  ],
  check: {
    *createView(op, { catalog, script, statement }) {
      const view = catalog.relation(op.view);
      if (!op.orReplace || typeof view !== 'object' || !isInvoker(view.options) || 'security_invoker' in op.options)
        return;
      // The same file may set it again right after.
      const setAgain = script.statements
        .slice(statement.index + 1)
        .some(({ operations }) =>
          operations.some(
            (later) =>
              later.kind === 'setOptions' &&
              later.table.name === op.view.name &&
              /^(true|on|yes|1)$/i.test(later.options.security_invoker ?? ''),
          ),
        );
      if (!setAgain) yield { message: 'reset', data: { view: formatName(op.view) }, at: op.span };
    },
  },
});
