import { z } from 'zod';
import { defineRule } from '../../engine/rule.js';
import { writtenPolicies } from '../../engine/written-policies.js';
import { isAlwaysFalse, isAlwaysTrue } from '../../sql/tautology.js';

const books = 'CREATE TABLE books (id bigint, owner uuid); ALTER TABLE books ENABLE ROW LEVEL SECURITY;';

export default defineRule({
  id: 'policy-for-all-without-check',
  category: 'security',
  severity: 'info',
  presets: { strict: true },
  docs: {
    summary: 'Write WITH CHECK where a policy lets rows be written.',
    condition:
      'A permissive policy FOR ALL or FOR UPDATE has USING and no WITH CHECK. Not where USING is always true, of which `policy-always-true` speaks, and not where it is always false.',
    effect:
      'New rows are held to USING instead. Who later loosens USING to show more rows lets the same roles write them, without a word of it in the change.',
    workaround:
      '```sql\nALTER POLICY "own books" ON books\n  USING ((select auth.uid()) = owner_id)\n  WITH CHECK ((select auth.uid()) = owner_id);\n```',
    workaroundGiven:
      'CREATE TABLE books (id bigint PRIMARY KEY, owner_id uuid, published boolean); ALTER TABLE books ENABLE ROW LEVEL SECURITY; CREATE POLICY "own books" ON books USING (owner_id = (select auth.uid()));',
    references: ['https://www.postgresql.org/docs/current/sql-createpolicy.html'],
  },
  options: z.strictObject({}),
  messages: {
    implied: 'Policy "{policy}" on {table} has no WITH CHECK: rows that it lets in are held to USING alone.',
  },
  examples: [
    { sql: `${books} CREATE POLICY own ON books USING (owner = (select auth.uid()));`, reports: ['implied'] },
    {
      sql: `${books} CREATE POLICY own ON books FOR UPDATE USING (owner = (select auth.uid()));`,
      reports: ['implied'],
    },
    {
      sql: `${books} CREATE POLICY own ON books USING (owner = (select auth.uid())) WITH CHECK (owner = (select auth.uid()));`,
      reports: [],
    },
    {
      sql: `${books} CREATE POLICY nobody ON books FOR UPDATE USING (false);`,
      reports: [],
      because: 'It lets no row in.',
    },
    { sql: `${books} CREATE POLICY own ON books FOR DELETE USING (owner = (select auth.uid()));`, reports: [] },
    {
      given: `${books} CREATE POLICY own ON books USING (owner = (select auth.uid()));`,
      sql: 'ALTER POLICY own ON books WITH CHECK (owner = (select auth.uid()));',
      reports: [],
    },
  ],
  check: {
    *history(context) {
      for (const { policy, names, place } of writtenPolicies(context)) {
        const { permissive, command, using, withCheck } = policy;
        const writes = permissive && (command === 'all' || command === 'update');
        if (!writes || using === undefined || withCheck !== undefined) continue;
        if (isAlwaysTrue(using) || isAlwaysFalse(using)) continue;
        yield { message: 'implied', data: names, ...place };
      }
    },
  },
});
