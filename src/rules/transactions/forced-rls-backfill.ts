import { z } from 'zod';
import type { Catalog } from '../../catalog/catalog.js';
import { relationNamed } from '../../catalog/existing.js';
import type { Policy } from '../../catalog/model.js';
import { formatName, type WrittenName } from '../../core/name.js';
import type { Session } from '../../effects/session.js';
import { defineRule } from '../../engine/rule.js';

const books = `CREATE TABLE books (id bigint, tenant text, title text);
ALTER TABLE books ENABLE ROW LEVEL SECURITY;
ALTER TABLE books FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON books USING (tenant = current_setting('app.tenant', true));`;

export default defineRule({
  id: 'forced-rls-backfill',
  category: 'transactions',
  severity: 'warning',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Do not let row level security hide rows from a backfill.',
    condition:
      'UPDATE or DELETE of a table with FORCE ROW LEVEL SECURITY, which holds for the owner as well. Not behind SET ROLE, nor where the file gave a setting of its own before (`app.tenant`) that policies may ask for, nor where a policy lets everybody at all rows, nor on Supabase, whose migrations run as a role with BYPASSRLS. The option `bypassRls` says that the migrating role has it elsewhere, or is a superuser.',
    effect: 'The policies hide the rows, so the statement changes none of them, and the migration succeeds.',
    workaround:
      "Lift it for the transaction, which nobody else sees:\n\n```sql\nALTER TABLE books NO FORCE ROW LEVEL SECURITY;\nUPDATE books SET title = '' WHERE title IS NULL;\nALTER TABLE books FORCE ROW LEVEL SECURITY;\n```\n\nor apply migrations as a role with BYPASSRLS, and have the statement fail where it has not:\n\n```sql\nSET LOCAL row_security = off;\nUPDATE books SET title = '' WHERE title IS NULL;\n```",
    references: ['https://www.postgresql.org/docs/current/ddl-rowsecurity.html'],
  },
  options: z.strictObject({
    bypassRls: z
      .boolean()
      .default(false)
      .describe('The role that applies migrations has BYPASSRLS, or is a superuser.'),
  }),
  messages: {
    hidden:
      '{table} forces row level security on its owner too, so that its policies may hide every row from this {word}.',
  },
  examples: [
    { given: books, sql: "UPDATE books SET title = '' WHERE title IS NULL;", reports: ['hidden'] },
    { given: books, sql: "DELETE FROM books WHERE title = '';", reports: ['hidden'] },
    {
      given: books,
      sql: "ALTER TABLE books NO FORCE ROW LEVEL SECURITY; UPDATE books SET title = ''; ALTER TABLE books FORCE ROW LEVEL SECURITY;",
      reports: [],
    },
    { given: books, sql: "SELECT set_config('app.tenant', 'a', true); UPDATE books SET title = '';", reports: [] },
    {
      given: books,
      sql: "SET LOCAL row_security = off; UPDATE books SET title = '';",
      reports: [],
      because: 'It fails where rows would be hidden.',
    },
    { given: books, sql: "UPDATE books SET title = '';", project: { supabase: true }, reports: [] },
    { given: books, sql: "UPDATE books SET title = '';", options: { bypassRls: true }, reports: [] },
    {
      given: 'CREATE TABLE books (title text); ALTER TABLE books ENABLE ROW LEVEL SECURITY;',
      sql: "UPDATE books SET title = '';",
      reports: [],
      because: 'The owner is not held back.',
    },
  ],
  check: {
    *update(op, { catalog, session, project, options }) {
      if (project.supabase || options.bypassRls || !isHidden(op.table, 'update', catalog, session)) return;
      yield { message: 'hidden', data: { table: formatName(op.table), word: 'UPDATE' }, at: op.span };
    },
    *delete(op, { catalog, session, project, options }) {
      if (project.supabase || options.bypassRls || !isHidden(op.table, 'delete', catalog, session)) return;
      yield { message: 'hidden', data: { table: formatName(op.table), word: 'DELETE' }, at: op.span };
    },
  },
});

function isHidden(table: WrittenName, command: 'update' | 'delete', catalog: Catalog, { settings }: Session): boolean {
  const relation = relationNamed(catalog, table);
  if (relation?.rowSecurity.enabled !== true || !relation.rowSecurity.forced) return false;
  if ([...settings.keys()].some((name) => name.includes('.') || name === 'role' || name === 'session_authorization')) {
    return false;
  }
  if (/^(?:off|false|0)$/i.test(settings.get('row_security') ?? '')) return false;
  return ![...relation.policies.values()].some((policy) => opensAll(policy, command));
}

const opensAll = ({ permissive, command, roles, using }: Policy, wanted: 'update' | 'delete'): boolean =>
  permissive &&
  (command === 'all' || command === wanted) &&
  roles.includes('public') &&
  using?.kind === 'constant' &&
  using.value === true;
