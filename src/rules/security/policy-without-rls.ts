import { z } from 'zod';
import { formatName, quoteName } from '../../core/name.js';
import { defineRule } from '../../engine/rule.js';

export default defineRule({
  id: 'policy-without-rls',
  category: 'security',
  severity: 'error',
  presets: { recommended: true, supabase: true, strict: true },
  docs: {
    summary: 'Enable row level security on tables that have policies.',
    condition:
      'At the end of the history, a table has a policy and row level security is not enabled on it. Not where a later migration disabled it: `rls-explicitly-disabled` speaks of that.',
    effect: 'Policies do nothing until row level security is enabled: everyone who may read the table reads every row.',
    workaround: '```sql\nALTER TABLE books ENABLE ROW LEVEL SECURITY;\n```',
    references: ['https://www.postgresql.org/docs/current/ddl-rowsecurity.html'],
  },
  options: z.strictObject({}),
  messages: { inert: 'Policy "{policy}" does nothing: row level security is not enabled on {table}.' },
  examples: [
    {
      sql: 'CREATE TABLE books (id bigint); CREATE POLICY own ON books USING (id = 1);',
      reports: ['inert'],
    },
    {
      given:
        'CREATE TABLE books (id bigint); ALTER TABLE books ENABLE ROW LEVEL SECURITY; ALTER TABLE books DISABLE ROW LEVEL SECURITY;',
      sql: 'CREATE POLICY own ON books FOR SELECT USING (true);',
      reports: ['inert'],
    },
    {
      sql: 'CREATE TABLE books (id bigint); CREATE POLICY own ON books USING (id = 1); ALTER TABLE books ENABLE ROW LEVEL SECURITY;',
      reports: [],
    },
    {
      sql: 'CREATE POLICY own ON books USING (id = 1);',
      alone: true,
      reports: [],
      because: 'The table was made elsewhere; nobody can say.',
    },
  ],
  check: {
    *history({ catalog, originOf }) {
      for (const table of catalog.relations()) {
        if (table.rowSecurity.enabled || table.managed || !table.complete) continue;
        for (const policy of table.policies.values()) {
          const origin = originOf(policy.unit);
          // The statement that turned it off is what to mend.
          const turnedOff = table.rowSecurity.writtenAt?.unit ?? 0;
          if (!origin || !policy.span || turnedOff > policy.unit) continue;
          yield {
            message: 'inert',
            data: { policy: policy.name, table: formatName(table.name) },
            at: policy.span,
            path: origin.path,
            subject: `${formatName(table.name)}.${policy.name}`,
            workaround: `ALTER TABLE ${quoteName(table.name)} ENABLE ROW LEVEL SECURITY;`,
          };
          break; // one finding a table: the cause is the table's
        }
      }
    },
  },
});
